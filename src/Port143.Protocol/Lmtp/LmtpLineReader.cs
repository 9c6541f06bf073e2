namespace Port143.Protocol.Lmtp;

/// <summary>
/// Cuts command lines out of input that comes in pieces. Only CRLF ends a line; a line within one piece is not copied.
/// </summary>
internal struct LmtpLineReader
{
    /// <summary>
    /// The longest line, without CRLF. RFC 5321 section 4.5.3.1.4 asks for 512 octets, extensions add to it; both paths with
    /// UTF-8 fit well.
    /// </summary>
    public const int MaxLength = 2048;

    private byte[]? _carry;
    private int _carried;
    private bool _skipping;
    private bool _skippedCr;

    /// <summary>Takes one line off <paramref name="input"/>, or all of it when the line's end has not come yet.</summary>
    public LmtpLine Read(scoped ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_skipping)
        {
            return Skip(ref input);
        }
        if (_carried > 0 && _carry![_carried - 1] == '\r' && input.Length > 0 && input[0] == '\n')
        {
            line = _carry.AsSpan(0, _carried - 1);
            input = input[1..];
            _carried = 0;
            return Judge(line);
        }
        int end = input.IndexOf("\r\n"u8);
        int length = end < 0 ? input.Length : end;
        // One octet more may be the CR of a line of just the longest length.
        if (_carried + length > MaxLength + (end < 0 ? 1 : 0))
        {
            _skipping = true;
            _skippedCr = false;
            _carried = 0;
            return Skip(ref input);
        }
        if (end >= 0 && _carried == 0)
        {
            line = input[..end];
            input = input[(end + 2)..];
            return Judge(line);
        }
        input[..length].CopyTo((_carry ??= new byte[MaxLength + 1]).AsSpan(_carried));
        _carried += length;
        if (end < 0)
        {
            input = default;
            return LmtpLine.Incomplete;
        }
        line = _carry.AsSpan(0, _carried);
        input = input[(end + 2)..];
        _carried = 0;
        return Judge(line);
    }

    private LmtpLine Skip(scoped ref ReadOnlySpan<byte> input)
    {
        int next;
        if (_skippedCr && input.Length > 0 && input[0] == '\n')
        {
            next = 1;
        }
        else
        {
            int end = input.IndexOf("\r\n"u8);
            if (end < 0)
            {
                _skippedCr = input.Length > 0 ? input[^1] == '\r' : _skippedCr;
                input = default;
                return LmtpLine.Incomplete;
            }
            next = end + 2;
        }
        input = input[next..];
        _skipping = false;
        return LmtpLine.TooLong;
    }

    private static LmtpLine Judge(ReadOnlySpan<byte> line) =>
        line.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) < 0 ? LmtpLine.Complete : LmtpLine.BareControl;
}
