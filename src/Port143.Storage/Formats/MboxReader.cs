using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Reads an mbox file (RFC 4155 appendix A; mboxrd and mboxo).
/// <para>
/// A message begins at a line <c>From </c> at the start of the file or after an empty line; that empty line belongs to the
/// separator. See <see cref="MboxDialect"/> for what counts as separator and for <c>&gt;From </c>. Content-Length is not
/// trusted. The line end of the separator says how the message is written: LF, then every LF becomes CRLF; or CRLF, then
/// it is taken octet for octet. A separator with CRLF that ends with a blank says that the message has no line end at its
/// end (<see cref="MboxWriter"/> writes so what LF cannot carry).
/// </para>
/// </summary>
internal sealed class MboxReader : MailReader
{
    private readonly Stream _file;
    private readonly string _name;
    private readonly MboxDialect _dialect;
    private readonly byte[] _input;
    private readonly byte[] _output = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _written;
    private bool _atEnd;
    private bool _begun;
    private bool _messageEnded = true;
    private bool _inLine;
    private bool _afterEmpty;
    private bool _emptyPending;
    private bool _pendingHasCr;
    private bool _exact;
    private bool _cutEnd;
    private LineEnds _lineEnds;
    private InternalDate? _date;
    private long _offset;

    /// <summary>Reads a seekable stream, which is disposed of with the reader.</summary>
    public MboxReader(Stream file, string name, int bufferSize = 256 * 1024)
    {
        _file = file;
        _name = name;
        _dialect = MboxDialect.Detect(file);
        _input = new byte[Math.Max(bufferSize, FromLine.MaxLength * 2)];
    }

    /// <inheritdoc/>
    public override string Location => $"{_name} at {_offset}";

    /// <inheritdoc/>
    public override InternalDate? Date => _date;

    /// <inheritdoc/>
    public override bool HasStatusFields => true;

    /// <inheritdoc/>
    public override long BytesRead => _file.Position - (_end - _start);

    /// <inheritdoc/>
    public override bool Next()
    {
        while (!_messageEnded)
        {
            Read(out _);
        }
        if (!_begun)
        {
            SkipToFirst();
        }
        Fill();
        ReadOnlySpan<byte> rest = _input.AsSpan(_start, _end - _start);
        if (!rest.StartsWith("From "u8))
        {
            return false;
        }
        _offset = BytesRead;
        int lf = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = lf < 0 ? rest : rest[..lf];
        _date = FromLine.ReadDate(line);
        _exact = line.EndsWith("\r"u8);
        _cutEnd = line.EndsWith(" \r"u8);
        if (lf >= 0)
        {
            _start += lf + 1;
            _inLine = false;
        }
        else
        {
            SkipLine();
        }
        _messageEnded = _afterEmpty = _emptyPending = false;
        _lineEnds.Reset();
        return true;
    }

    /// <inheritdoc/>
    public override bool Read(out ReadOnlySpan<byte> piece)
    {
        piece = default;
        int held = _cutEnd && _written > 0 ? HoldBack() : 0;
        _written = held;
        while (!_messageEnded && _written < _output.Length - 8)
        {
            if (!_inLine)
            {
                BeginLine();
            }
            if (_inLine)
            {
                CopyLine();
            }
        }
        int length = _written;
        if (_cutEnd)
        {
            // The last CRLF may be the one that was added.
            length = _messageEnded && _output.AsSpan(0, length).EndsWith("\r\n"u8) ? length - 2 : Math.Max(0, length - (_messageEnded ? 0 : 2));
        }
        if (_messageEnded)
        {
            _written = 0;
        }
        piece = _output.AsSpan(0, length);
        return length > 0 || !_messageEnded;
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    // With _cutEnd the last two octets of each piece wait for the next one.
    private int HoldBack()
    {
        int held = Math.Min(2, _written);
        _output.AsSpan(_written - held, held).CopyTo(_output);
        return held;
    }

    private void BeginLine()
    {
        Fill();
        ReadOnlySpan<byte> rest = _input.AsSpan(_start, _end - _start);
        if (rest.IsEmpty || (_afterEmpty && IsSeparator(rest)))
        {
            _messageEnded = true;
            return;
        }
        if (_emptyPending)
        {
            _emptyPending = false;
            if (_pendingHasCr || !_exact)
            {
                _output[_written++] = (byte)'\r';
            }
            _output[_written++] = (byte)'\n';
            _lineEnds.Reset();
        }
        if (rest[0] == '\n' || rest.StartsWith("\r\n"u8))
        {
            _pendingHasCr = rest[0] == '\r';
            _emptyPending = _afterEmpty = true;
            _start += _pendingHasCr ? 2 : 1;
            return;
        }
        _afterEmpty = false;
        if (_dialect.IsQuoted && rest[0] == '>' && IsQuotedFrom(rest))
        {
            _start++;
        }
        _inLine = true;
    }

    private void CopyLine()
    {
        if (_start == _end)
        {
            Fill();
            if (_start == _end)
            {
                _inLine = false;
                return;
            }
        }
        ReadOnlySpan<byte> rest = _input.AsSpan(_start, _end - _start);
        int lf = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = lf < 0 ? rest : rest[..(lf + 1)];
        ReadOnlySpan<byte> left = line;
        Span<byte> room = _output.AsSpan(_written);
        if (_exact)
        {
            int length = Math.Min(left.Length, room.Length);
            left[..length].CopyTo(room);
            left = left[length..];
            _written += length;
        }
        else
        {
            _written += _lineEnds.Convert(ref left, room);
        }
        _start += line.Length - left.Length;
        _inLine = lf < 0 || !left.IsEmpty;
    }

    private bool IsSeparator(ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith("From "u8))
        {
            return false;
        }
        int lf = rest.IndexOf((byte)'\n');
        return !_dialect.HasDates || FromLine.ReadDate(rest[..Math.Min(lf < 0 ? rest.Length : lf, FromLine.MaxLength)]) is not null;
    }

    private static bool IsQuotedFrom(ReadOnlySpan<byte> rest)
    {
        int quotes = rest.IndexOfAnyExcept((byte)'>');
        return quotes is > 0 and <= MboxWriter.MaxQuotes && rest[quotes..].StartsWith("From "u8);
    }

    private void SkipToFirst()
    {
        _begun = true;
        Fill();
        if (_input.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8))
        {
            _start += 3;
        }
        while (_start < _end && _input[_start] is (byte)'\r' or (byte)'\n')
        {
            _start++;
            Fill();
        }
    }

    private void SkipLine()
    {
        int lf;
        do
        {
            lf = _input.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            _start = lf < 0 ? _end : _start + lf + 1;
            Fill();
        }
        while (lf < 0 && _start < _end);
    }

    // Sees to it that a separator can be seen as a whole.
    private void Fill()
    {
        if (_atEnd || _end - _start >= FromLine.MaxLength)
        {
            return;
        }
        _input.AsSpan(_start, _end - _start).CopyTo(_input);
        _end -= _start;
        _start = 0;
        while (!_atEnd && _end < FromLine.MaxLength)
        {
            int read = _file.Read(_input.AsSpan(_end));
            _atEnd = read == 0;
            _end += read;
        }
    }
}
