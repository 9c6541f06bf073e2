namespace Port143.Protocol.Lmtp;

/// <summary>
/// Takes the dot-stuffing off the bytes after DATA (RFC 5321 section 4.5.2), in slices of the input. Only CRLF begins a line
/// and only CRLF "." CRLF ends the message: a dot next to a bare CR or LF is data, whoever smuggles it.
/// </summary>
internal struct DotReader
{
    private State _state;

    private enum State : byte
    {
        LineStart,
        InLine,
        AfterCr,
        AfterDot,
        AfterDotCr,
    }

    /// <summary>
    /// Takes some of <paramref name="input"/>; <paramref name="data"/> is what of it belongs to the message, perhaps nothing.
    /// Returns true when the message is complete; <paramref name="input"/> then begins with the next command. To be called
    /// until <paramref name="input"/> is empty.
    /// </summary>
    public bool Read(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (input.IsEmpty)
        {
            return false;
        }
        switch (_state)
        {
            case State.LineStart when input[0] == '.':
                _state = State.AfterDot;
                input = input[1..];
                return false;
            case State.AfterDot when input[0] == '\r':
                _state = State.AfterDotCr;
                input = input[1..];
                return false;
            case State.AfterDotCr when input[0] == '\n':
                _state = State.LineStart;
                input = input[1..];
                return true;
            case State.AfterDotCr:
                // The dot was stuffing, the CR is data; what comes next is looked at again.
                data = "\r"u8;
                _state = State.AfterCr;
                return false;
            case State.AfterCr when input[0] == '\n':
                data = input[..1];
                input = input[1..];
                _state = State.LineStart;
                return false;
        }
        int dot = input.IndexOf("\r\n."u8);
        int length = dot < 0 ? input.Length : dot + 2;
        data = input[..length];
        input = input[length..];
        _state = data[^1] == '\r' ? State.AfterCr : data.EndsWith("\r\n"u8) ? State.LineStart : State.InLine;
        return false;
    }
}
