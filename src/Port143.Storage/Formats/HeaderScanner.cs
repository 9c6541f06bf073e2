namespace Port143.Storage.Formats;

/// <summary>
/// Finds the fields of a header block (RFC 5322 section 2.2) that comes in pieces. Keeps one field at a time and no more of
/// it than <see cref="MaxField"/> octets; lines that are no field are passed over.
/// </summary>
public sealed class HeaderScanner(IHeaderFieldVisitor visitor)
{
    /// <summary>How much of a field is kept.</summary>
    public const int MaxField = 2048;

    private readonly byte[] _field = new byte[MaxField];
    private int _length;
    private bool _inLine;
    private bool _lineStarted; // something other than CR stood in this line

    /// <summary>Whether the header block is over; more input is then ignored.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Begins a new message.</summary>
    public void Reset()
    {
        _length = 0;
        _inLine = _lineStarted = IsDone = false;
    }

    /// <summary>Takes the next piece of the message.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        while (!IsDone && !piece.IsEmpty)
        {
            if (!_inLine)
            {
                _inLine = true;
                _lineStarted = false;
                if (piece[0] is not ((byte)' ' or (byte)'\t'))
                {
                    Flush();
                }
            }
            int lf = piece.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = lf < 0 ? piece : piece[..lf];
            Append(text);
            if (lf < 0)
            {
                return;
            }
            piece = piece[(lf + 1)..];
            _inLine = false;
            IsDone = !_lineStarted;
        }
    }

    /// <summary>Says that the message is over.</summary>
    public void End()
    {
        Flush();
        IsDone = true;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (!_lineStarted)
        {
            _lineStarted = text.ContainsAnyExcept((byte)'\r');
        }
        int length = Math.Min(text.Length, MaxField - _length);
        text[..length].CopyTo(_field.AsSpan(_length));
        for (int i = _length; i < _length + length; i++)
        {
            if (_field[i] == '\r')
            {
                _field[i] = (byte)' ';
            }
        }
        _length += length;
    }

    private void Flush()
    {
        ReadOnlySpan<byte> field = _field.AsSpan(0, _length);
        _length = 0;
        int colon = field.IndexOf((byte)':');
        if (colon > 0)
        {
            visitor.Visit(field[..colon].TrimEnd(" \t"u8), field[(colon + 1)..].Trim(" \t"u8));
        }
    }
}
