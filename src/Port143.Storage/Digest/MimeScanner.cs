using System.Runtime.InteropServices;

namespace Port143.Storage.Digest;

/// <summary>
/// Finds the parts of a message (RFC 2046 section 5.1) in one pass over its bytes. It keeps a list of open containers
/// instead of recursing. A delimiter belongs to the innermost open multipart that knows it and closes everything inside
/// that one, so a missing last delimiter costs nothing. Parts only ever end behind where they began and inside the part
/// that holds them, so no cycle and no range outside the message can come out.
/// </summary>
internal ref struct MimeScanner(ReadOnlySpan<byte> message) : IDisposable
{
    private readonly ReadOnlySpan<byte> _message = message;
    private readonly ByteSink _boundaries = new(256);
    private readonly List<MimeFrame> _frames = new(2);
    private int _leaf = -1;
    private int _leafLinesBefore;
    private int _activeBoundaries;
    private int _openMessages;
    private int _childless;
    private int _lines;
    private int _countedTo;

    /// <summary>The parts in document order, the message first.</summary>
    public List<MimeNode> Nodes { get; } = new(2);

    /// <summary>The envelope fields of the message and of the embedded ones.</summary>
    public List<EnvelopeSlots> Envelopes { get; } = new(1);

    public readonly void Dispose() => _boundaries.Dispose();

    public void Scan()
    {
        int position = Open(0);
        while (_activeBoundaries > 0 && !IsFull
            && FindDelimiter(position, out int line, out int lineEnd, out int frame, out bool last))
        {
            CloseInside(frame, line - LineEndBefore(line));
            if (last)
            {
                Frame(frame).BoundaryLength = 0;
                _activeBoundaries--;
                position = lineEnd;
            }
            else
            {
                position = Open(lineEnd);
            }
        }
        CloseInside(-1, _message.Length);
    }

    private readonly bool IsFull => Nodes.Count - 1 + _childless >= DigestLimits.Parts;

    private readonly ref MimeNode Node(int index) => ref CollectionsMarshal.AsSpan(Nodes)[index];

    private readonly ref MimeFrame Frame(int index) => ref CollectionsMarshal.AsSpan(_frames)[index];

    /// <summary>Begins the part at a position, and the message inside it if it is one. Returns where its body begins.</summary>
    private int Open(int position)
    {
        while (true)
        {
            int index = Add(position);
            position = ReadHeader(index, position);
            ref MimeNode node = ref Node(index);
            node.BodyStart = position;
            bool digest = _frames.Count > 0 && _frames[^1].IsDigest;
            ContentTypeReader.Classify(_message, ref node, digest, out bool multipart, out bool embeds);
            if ((multipart || embeds) && (_frames.Count >= DigestLimits.Depth || IsFull))
            {
                multipart = embeds = false;
                node.Kinds |= PartKinds.Opaque;
                (node.MediaType, node.MediaSubtype) = ("application", "octet-stream");
            }
            var frame = new MimeFrame { Node = index, BoundaryStart = _boundaries.Length };
            if (multipart && !TryReadBoundary(node.Content[(int)ContentField.Type], ref frame))
            {
                // Nothing can be told apart, so it is shown as it stands.
                multipart = false;
                (node.MediaType, node.MediaSubtype) = ("text", "plain");
                node.TypeAssumed = true;
            }
            if (multipart)
            {
                node.Kinds |= PartKinds.Multipart;
                frame.IsDigest = node.MediaSubtype == "digest";
                _frames.Add(frame);
                _activeBoundaries++;
                _childless++;
                _leaf = -1;
                return position;
            }
            if (!embeds)
            {
                if (node.MediaType == "text")
                {
                    node.Kinds |= PartKinds.Text;
                }
                CountTo(position, false);
                _leaf = index;
                _leafLinesBefore = _lines;
                return position;
            }
            node.Kinds |= PartKinds.Message;
            CountTo(position, false);
            frame.LinesBefore = _lines;
            _frames.Add(frame);
            _openMessages++;
            _childless++;
        }
    }

    private readonly bool TryReadBoundary(ByteRange type, ref MimeFrame frame)
    {
        if (!MimeParameters.TryGet(type.Of(_message), "boundary"u8, _boundaries))
        {
            _boundaries.Truncate(frame.BoundaryStart);
            return false;
        }
        // Blanks at the end are no part of a boundary (RFC 2046 section 5.1.1), and a delimiter line is compared without them.
        ReadOnlySpan<byte> boundary = _boundaries.Written[frame.BoundaryStart..].TrimEnd(" \t"u8);
        frame.BoundaryLength = boundary.Length;
        bool usable = boundary.Length is > 0 and <= DigestLimits.Boundary;
        _boundaries.Truncate(frame.BoundaryStart + (usable ? boundary.Length : 0));
        return usable;
    }

    private int Add(int position)
    {
        int parent = -1;
        int ordinal = 1;
        PartKinds kinds = PartKinds.Root;
        if (_frames.Count > 0)
        {
            ref MimeFrame frame = ref Frame(_frames.Count - 1);
            parent = frame.Node;
            ordinal = ++frame.Children;
            if (ordinal == 1)
            {
                _childless--;
            }
            if (!Node(parent).Kinds.HasFlag(PartKinds.Message))
            {
                kinds = PartKinds.None;
            }
        }
        int envelope = -1;
        if (kinds == PartKinds.Root)
        {
            envelope = Envelopes.Count;
            Envelopes.Add(default);
        }
        Nodes.Add(new MimeNode
        {
            Parent = parent,
            Ordinal = ordinal,
            Kinds = kinds,
            HeaderStart = position,
            BodyStart = position,
            MediaType = "text",
            MediaSubtype = "plain",
            TypeAssumed = true,
            Envelope = envelope,
        });
        return Nodes.Count - 1;
    }

    /// <summary>Notes where the fields lie. Returns the position after the empty line, or of the delimiter that cuts the header off.</summary>
    private readonly int ReadHeader(int index, int start)
    {
        ref MimeNode node = ref Node(index);
        ref EnvelopeSlots envelope = ref node.Envelope < 0
            ? ref System.Runtime.CompilerServices.Unsafe.NullRef<EnvelopeSlots>()
            : ref CollectionsMarshal.AsSpan(Envelopes)[node.Envelope];
        bool delimiters = _activeBoundaries > 0 && !IsFull;
        ReadOnlySpan<byte> rest = _message[start..];
        HeaderFieldEnumerator fields = HeaderFields.Enumerate(rest);
        while (true)
        {
            int at = start + fields.Position;
            if (delimiters && at + 1 < _message.Length && _message[at] == '-' && _message[at + 1] == '-'
                && IsDelimiter(at, out _, out _, out _))
            {
                return at;
            }
            if (!fields.MoveNext())
            {
                break;
            }
            HeaderField field = fields.Current;
            ReadOnlySpan<byte> name = field.Name;
            if (name.IsEmpty)
            {
                continue;
            }
            if ((name[0] | 0x20) == 'c' && FieldNames.Content(name) is var content and not ContentField.None)
            {
                if (!node.Content[(int)content].Exists)
                {
                    node.Content[(int)content] = new ByteRange(start + field.ValueStart, field.Value.Length);
                }
            }
            else if (node.Envelope >= 0 && FieldNames.Envelope(name) is var slot and not EnvelopeField.None)
            {
                if (!envelope[(int)slot].Exists)
                {
                    envelope[(int)slot] = new ByteRange(start + field.ValueStart, field.Value.Length);
                }
                else
                {
                    envelope[(int)slot] = envelope[(int)slot] with { Repeated = true };
                }
            }
        }
        int end = fields.Position;
        if (end < rest.Length)
        {
            end += rest[end] == '\r' && end + 1 < rest.Length ? 2 : 1;
        }
        return start + end;
    }

    private readonly bool FindDelimiter(int position, out int line, out int lineEnd, out int frame, out bool last)
    {
        line = position;
        while (line + 1 < _message.Length)
        {
            if (_message[line] == '-' && _message[line + 1] == '-' && IsDelimiter(line, out lineEnd, out frame, out last))
            {
                return true;
            }
            int next = _message[line..].IndexOf("\n--"u8);
            if (next < 0)
            {
                break;
            }
            line += next + 1;
        }
        lineEnd = frame = 0;
        last = false;
        return false;
    }

    /// <summary>
    /// Whether the line that starts with <c>--</c> here is a delimiter of an open multipart: the boundary, <c>--</c> if it
    /// is the last one, blanks, and nothing else.
    /// </summary>
    private readonly bool IsDelimiter(int line, out int lineEnd, out int frame, out bool last)
    {
        int length = _message[line..].IndexOf((byte)'\n');
        lineEnd = length < 0 ? _message.Length : line + length + 1;
        ReadOnlySpan<byte> text = _message[(line + 2)..lineEnd].TrimEnd(" \t\r\n"u8);
        if (text.Length is > 0 and <= DigestLimits.Boundary + 2)
        {
            bool dashed = text.Length > 2 && text[^1] == '-' && text[^2] == '-';
            for (frame = _frames.Count - 1; frame >= 0; frame--)
            {
                MimeFrame candidate = _frames[frame];
                if (candidate.BoundaryLength == 0)
                {
                    continue;
                }
                last = dashed && candidate.BoundaryLength == text.Length - 2;
                if ((last || candidate.BoundaryLength == text.Length)
                    && text.StartsWith(_boundaries.Written.Slice(candidate.BoundaryStart, candidate.BoundaryLength)))
                {
                    return true;
                }
            }
        }
        frame = 0;
        last = false;
        return false;
    }

    /// <summary>The length of the line end before a delimiter, which belongs to the delimiter (RFC 2046 section 5.1.1).</summary>
    private readonly int LineEndBefore(int line) => line > 1 && _message[line - 2] == '\r' ? 2 : 1;

    /// <summary>Closes the leaf and the containers inside a frame.</summary>
    private void CloseInside(int frame, int end)
    {
        if (_leaf >= 0)
        {
            end = CloseLeaf(_leaf, end);
            _leaf = -1;
        }
        for (int i = _frames.Count - 1; i > frame; i--)
        {
            MimeFrame open = _frames[i];
            end = Math.Max(end, Node(open.Node).BodyStart);
            bool embeds = Node(open.Node).Kinds.HasFlag(PartKinds.Message);
            if (open.Children == 0)
            {
                // A multipart must show at least one part (RFC 9051 section 9, body-type-mpart).
                Node(Add(end)).Kinds |= PartKinds.Text;
            }
            ref MimeNode node = ref Node(open.Node);
            node.BodyLength = end - node.BodyStart;
            if (embeds)
            {
                CountTo(end, true);
                node.Lines = _lines - open.LinesBefore + PartialLine(node.BodyStart, end);
                _openMessages--;
            }
            if (open.BoundaryLength > 0)
            {
                _activeBoundaries--;
            }
            _boundaries.Truncate(open.BoundaryStart);
            _frames.RemoveAt(i);
        }
    }

    private int CloseLeaf(int index, int end)
    {
        ref MimeNode node = ref Node(index);
        end = Math.Max(end, node.BodyStart);
        node.BodyLength = end - node.BodyStart;
        bool text = (node.Kinds & PartKinds.Text) != 0;
        CountTo(end, text);
        if (text)
        {
            node.Lines = _lines - _leafLinesBefore + PartialLine(node.BodyStart, end);
        }
        return end;
    }

    private readonly int PartialLine(int start, int end) => end > start && _message[end - 1] != '\n' ? 1 : 0;

    /// <summary>Counts line ends up to a position; outside of text and embedded messages nobody needs them.</summary>
    private void CountTo(int position, bool needed)
    {
        if (needed || _openMessages > 0)
        {
            _lines += _message[_countedTo..position].Count((byte)'\n');
        }
        _countedTo = position;
    }
}
