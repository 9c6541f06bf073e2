namespace Port143.Storage.Digest;

/// <summary>
/// The parts of a message in document order, the message itself first. It answers every section of FETCH
/// (RFC 9051 section 6.4.5.1) with a range of the message's bytes.
/// </summary>
public sealed class PartTable
{
    private readonly MessagePart[] _parts;

    internal PartTable(MessagePart[] parts) => _parts = parts;

    /// <summary>The number of parts, the message itself included; at least 1.</summary>
    public int Count => _parts.Length;

    /// <summary>The part at an index.</summary>
    public ref readonly MessagePart this[int index] => ref _parts[index];

    /// <summary>All parts, each after the part that holds it.</summary>
    public ReadOnlySpan<MessagePart> All => _parts;

    /// <summary>The length of the message in bytes.</summary>
    public long MessageLength => (long)_parts[0].BodyOffset + _parts[0].BodyLength;

    /// <summary>
    /// Finds the part with this number. In a message that is no multipart, and in an embedded one, <c>1</c> is its body; the
    /// numbers after that of a message/rfc822 part count the parts of the embedded message.
    /// </summary>
    public bool TryFind(ReadOnlySpan<int> path, out int partIndex)
    {
        int part = 0;
        int container = 0;
        foreach (int number in path)
        {
            if (container < 0)
            {
                partIndex = -1;
                return false;
            }
            part = _parts[container].IsMultipart ? ChildOf(container, number) : number == 1 ? container : -1;
            if (part < 0)
            {
                partIndex = -1;
                return false;
            }
            container = _parts[part].IsMessage ? ChildOf(part, 1) : _parts[part].IsMultipart ? part : -1;
        }
        partIndex = part;
        return true;
    }

    /// <summary>
    /// The bytes that <c>BODY[path.kind]</c> returns. False when there is no such part, when <c>HEADER</c> or <c>TEXT</c>
    /// is asked of a part that is no message, and for <c>MIME</c> without a number.
    /// </summary>
    public bool TryLocate(ReadOnlySpan<int> path, SectionKind kind, out long offset, out long length)
    {
        offset = 0;
        length = 0;
        if (!TryFind(path, out int index))
        {
            return false;
        }
        MessagePart part = _parts[index];
        if (path.IsEmpty)
        {
            (offset, length) = kind switch
            {
                SectionKind.Header => (0, part.HeaderLength),
                SectionKind.Text => (part.BodyOffset, part.BodyLength),
                _ => (0L, MessageLength),
            };
            return kind != SectionKind.Mime;
        }
        if (kind is SectionKind.Header or SectionKind.Text)
        {
            int message = part.IsMessage ? ChildOf(index, 1) : -1;
            if (message < 0)
            {
                return false;
            }
            part = _parts[message];
        }
        (offset, length) = kind is SectionKind.All or SectionKind.Text
            ? (part.BodyOffset, part.BodyLength)
            : (part.HeaderOffset, part.HeaderLength);
        return true;
    }

    /// <summary>
    /// The number of a part as FETCH spells it. Empty for a message that is a multipart; for such an embedded message it is
    /// the number of the part that embeds it.
    /// </summary>
    public int[] PathOf(int partIndex)
    {
        var path = new List<int>();
        for (int i = partIndex; i >= 0; i = _parts[i].Parent)
        {
            if ((_parts[i].Kinds & PartKinds.Root) == 0)
            {
                path.Add(_parts[i].Ordinal);
            }
            else if (!_parts[i].IsMultipart)
            {
                path.Add(1);
            }
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>Writes the table in a compact form that <see cref="Deserialize"/> reads: 11 bytes for a plain message.</summary>
    public byte[] Serialize() => PartTableFormat.Write(_parts);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no part table, or one of an unknown version.</exception>
    public static PartTable Deserialize(ReadOnlySpan<byte> data) => new(PartTableFormat.Read(data));

    private int ChildOf(int parent, int ordinal)
    {
        for (int i = parent + 1; i < _parts.Length && _parts[i].Parent >= parent; i++)
        {
            if (_parts[i].Parent == parent && _parts[i].Ordinal == ordinal)
            {
                return i;
            }
        }
        return -1;
    }
}
