namespace Port143.Storage.Digest;

/// <summary>
/// Writes BODYSTRUCTURE and BODY (RFC 9051 section 7.5.2) together. BODY is the same without the extension data, so what
/// both have is written once and copied. The depth is bounded by <see cref="DigestLimits.Depth"/>.
/// </summary>
internal ref struct StructureWriter(ReadOnlySpan<byte> message, List<MimeNode> nodes, List<EnvelopeSlots> envelopes, WireWriter wire, ByteSink body)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private readonly ReadOnlySpan<MimeNode> _nodes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(nodes);
    private readonly List<EnvelopeSlots> _envelopes = envelopes;
    private readonly WireWriter _wire = wire;
    private readonly ByteSink _body = body;
    private int _copied;

    /// <summary>Writes the whole message.</summary>
    public void Write()
    {
        _copied = _wire.Sink.Length;
        WritePart(0);
    }

    /// <summary>Writes a part with what is inside it. Returns the index of the part after it.</summary>
    private int WritePart(int index)
    {
        ref readonly MimeNode node = ref _nodes[index];
        ByteSink sink = _wire.Sink;
        sink.Add((byte)'(');
        int next = index + 1;
        if ((node.Kinds & PartKinds.Multipart) != 0)
        {
            while (next < _nodes.Length && _nodes[next].Parent == index)
            {
                next = WritePart(next);
            }
            sink.Add((byte)' ');
            _wire.WriteUpper(node.MediaSubtype);
            Copy();
            sink.Add((byte)' ');
            MimeParameters.Write(node.Content[(int)ContentField.Type].Of(_message), _wire);
        }
        else
        {
            WriteFields(node);
            if ((node.Kinds & PartKinds.Message) != 0)
            {
                ref readonly MimeNode embedded = ref _nodes[next];
                sink.Add((byte)' ');
                EnvelopeSlots slots = _envelopes[embedded.Envelope];
                EnvelopeWriter.Write(_message, slots, _message[embedded.HeaderStart..embedded.BodyStart], _wire);
                sink.Add((byte)' ');
                next = WritePart(next);
            }
            if ((node.Kinds & (PartKinds.Message | PartKinds.Text)) != 0)
            {
                sink.Add((byte)' ');
                sink.Add((long)node.Lines);
            }
            Copy();
            sink.Add((byte)' ');
            _wire.WriteField(_message, node.Content[(int)ContentField.Md5]);
        }
        sink.Add((byte)' ');
        WriteDisposition(node.Content[(int)ContentField.Disposition]);
        sink.Add((byte)' ');
        WriteLanguage(node.Content[(int)ContentField.Language]);
        sink.Add((byte)' ');
        WriteLocation(node.Content[(int)ContentField.Location]);
        _copied = sink.Length;
        sink.Add((byte)')');
        Copy();
        return next;
    }

    /// <summary>Copies to BODY what was written since the last copy.</summary>
    private void Copy()
    {
        _body.Add(_wire.Sink.Written[_copied..]);
        _copied = _wire.Sink.Length;
    }

    /// <summary><c>body-fields</c>, after the type: <c>param SP id SP desc SP enc SP octets</c>.</summary>
    private readonly void WriteFields(in MimeNode node)
    {
        ByteSink sink = _wire.Sink;
        _wire.WriteUpper(node.MediaType);
        sink.Add((byte)' ');
        _wire.WriteUpper(node.MediaSubtype);
        sink.Add((byte)' ');
        ByteRange type = node.Content[(int)ContentField.Type];
        if (node.TypeAssumed && (node.Kinds & PartKinds.Text) != 0)
        {
            sink.Add("(\"CHARSET\" \"US-ASCII\")"u8);
        }
        else if (node.TypeAssumed || (node.Kinds & PartKinds.Opaque) != 0 || !type.Exists)
        {
            _wire.WriteNil();
        }
        else
        {
            MimeParameters.Write(type.Of(_message), _wire);
        }
        sink.Add((byte)' ');
        _wire.WriteField(_message, node.Content[(int)ContentField.Id]);
        sink.Add((byte)' ');
        _wire.WriteField(_message, node.Content[(int)ContentField.Description]);
        sink.Add((byte)' ');
        WriteEncoding(node);
        sink.Add((byte)' ');
        sink.Add((long)node.BodyLength);
    }

    private readonly void WriteEncoding(in MimeNode node)
    {
        switch (node.Encoding)
        {
            case TransferEncoding.SevenBit:
                _wire.Sink.Add("\"7BIT\""u8);
                break;
            case TransferEncoding.EightBit:
                _wire.Sink.Add("\"8BIT\""u8);
                break;
            case TransferEncoding.Binary:
                _wire.Sink.Add("\"BINARY\""u8);
                break;
            case TransferEncoding.Base64:
                _wire.Sink.Add("\"BASE64\""u8);
                break;
            case TransferEncoding.QuotedPrintable:
                _wire.Sink.Add("\"QUOTED-PRINTABLE\""u8);
                break;
            default:
                ByteRange field = node.Content[(int)ContentField.TransferEncoding];
                int before = _wire.Sink.Length;
                _wire.WriteUpper(HeaderText.Token(field.Of(_message).TrimStart(" \t\r\n\""u8), out _));
                if (_wire.Sink.Length == before + 2)
                {
                    // Nothing printable is left; this is no encoding anyone knows.
                    _wire.Sink.Truncate(before);
                    _wire.Sink.Add("\"X-UNKNOWN\""u8);
                }
                break;
        }
    }

    /// <summary><c>body-fld-dsp</c> (RFC 2183).</summary>
    private readonly void WriteDisposition(ByteRange field)
    {
        ReadOnlySpan<byte> value = field.Exists ? field.Of(_message) : default;
        ReadOnlySpan<byte> token = HeaderText.Token(value, out _);
        if (token.IsEmpty)
        {
            _wire.WriteNil();
            return;
        }
        _wire.Sink.Add((byte)'(');
        _wire.WriteUpper(token);
        _wire.Sink.Add((byte)' ');
        MimeParameters.Write(value, _wire);
        _wire.Sink.Add((byte)')');
    }

    /// <summary><c>body-fld-lang</c>: one tag, or a list of them (RFC 3282).</summary>
    private readonly void WriteLanguage(ByteRange field)
    {
        ReadOnlySpan<byte> rest = field.Exists ? field.Of(_message) : default;
        int count = 0;
        while (!rest.IsEmpty && count < DigestLimits.Parameters)
        {
            ReadOnlySpan<byte> tag = HeaderText.Token(rest, out int end);
            if (!tag.IsEmpty)
            {
                _wire.Sink.Add(count++ == 0 ? (byte)'(' : (byte)' ');
                _wire.WriteClean(tag);
            }
            int comma = rest[end..].IndexOf((byte)',');
            rest = comma < 0 ? default : rest[(end + comma + 1)..];
        }
        if (count == 0)
        {
            _wire.WriteNil();
        }
        else
        {
            _wire.Sink.Add((byte)')');
        }
    }

    /// <summary><c>body-fld-loc</c>: a URI, in which folds mean nothing (RFC 2557 section 4.4).</summary>
    private readonly void WriteLocation(ByteRange field)
    {
        if (!field.Exists)
        {
            _wire.WriteNil();
            return;
        }
        ByteSink uri = _wire.Scratch;
        uri.Truncate(0);
        foreach (byte b in field.Of(_message)[..Math.Min(field.Length, DigestLimits.StringBytes)])
        {
            if (b > 0x20)
            {
                uri.Add(b);
            }
        }
        _wire.WriteClean(uri.Written);
    }
}
