namespace Port143.Storage.Digest;

/// <summary>
/// Walks the fields of a header without allocating. Lines end with CRLF or LF; a line that starts with a blank continues
/// the field before it (RFC 5322 section 2.2.3); the empty line, or the end of the bytes, ends the header.
/// </summary>
public ref struct HeaderFieldEnumerator
{
    private readonly ReadOnlySpan<byte> _header;
    private int _next;
    private int _offset;
    private int _nameLength;
    private int _valueStart;

    internal HeaderFieldEnumerator(ReadOnlySpan<byte> header)
    {
        _header = header;
        _next = 0;
    }

    /// <summary>The field the enumerator stands on.</summary>
    public readonly HeaderField Current => new(_header, _offset, _nameLength, _valueStart, _next - _offset);

    /// <summary>Where the fields end: the position of the empty line, or of the next field while walking.</summary>
    public readonly int Position => _next;

    /// <summary>This enumerator, for <c>foreach</c>.</summary>
    public readonly HeaderFieldEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next field; false at the empty line or the end.</summary>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _header[_next..];
        if (rest.IsEmpty || rest[0] == '\n' || (rest[0] == '\r' && (rest.Length == 1 || rest[1] == '\n')))
        {
            return false;
        }
        _offset = _next;
        int colon = rest.IndexOfAny((byte)':', (byte)'\n');
        int end;
        if (colon >= 0 && rest[colon] == ':')
        {
            int name = colon;
            while (name > 0 && rest[name - 1] is (byte)' ' or (byte)'\t')
            {
                name--;
            }
            _nameLength = name;
            _valueStart = _offset + colon + 1;
            end = colon;
        }
        else
        {
            _nameLength = 0;
            _valueStart = _offset;
            end = 0;
        }
        while (true)
        {
            int line = rest[end..].IndexOf((byte)'\n');
            if (line < 0)
            {
                end = rest.Length;
                break;
            }
            end += line + 1;
            if (end == rest.Length || rest[end] is not ((byte)' ' or (byte)'\t'))
            {
                break;
            }
        }
        _next = _offset + end;
        return true;
    }
}
