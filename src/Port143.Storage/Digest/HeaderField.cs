namespace Port143.Storage.Digest;

/// <summary>One field of a header (RFC 5322 section 2.2), as spans into the header.</summary>
public readonly ref struct HeaderField
{
    private readonly ReadOnlySpan<byte> _header;
    private readonly int _nameLength;
    private readonly int _valueStart;

    internal HeaderField(ReadOnlySpan<byte> header, int offset, int nameLength, int valueStart, int length)
    {
        _header = header;
        _nameLength = nameLength;
        _valueStart = valueStart;
        Offset = offset;
        Length = length;
    }

    /// <summary>Where the field begins within the header.</summary>
    public int Offset { get; }

    /// <summary>The length of the field in bytes: name, colon, value, folded lines and the last line end.</summary>
    public int Length { get; }

    /// <summary>
    /// The name as written, blanks before the colon not included. Empty for a line without a colon, which is no field but
    /// must be kept where the header is copied.
    /// </summary>
    public ReadOnlySpan<byte> Name => _header.Slice(Offset, _nameLength);

    /// <summary>What follows the colon, with its folds, without the last line end.</summary>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            ReadOnlySpan<byte> value = _header[_valueStart..(Offset + Length)];
            if (value.Length > 0 && value[^1] == '\n')
            {
                value = value[..^1];
            }
            return value.Length > 0 && value[^1] == '\r' ? value[..^1] : value;
        }
    }

    /// <summary>The whole field, byte for byte, with its line end.</summary>
    public ReadOnlySpan<byte> Bytes => _header.Slice(Offset, Length);

    /// <summary>Where <see cref="Value"/> begins within the header.</summary>
    internal int ValueStart => _valueStart;

    /// <summary>Whether the field has this name, in any case.</summary>
    public bool Is(ReadOnlySpan<byte> name) =>
        name.Length == _nameLength && System.Text.Ascii.EqualsIgnoreCase(Name, name);
}
