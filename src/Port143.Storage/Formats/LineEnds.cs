namespace Port143.Storage.Formats;

/// <summary>
/// Turns line ends into CRLF, piece by piece: an LF without CR before it gets one; CRLF and a CR alone stay as they are.
/// </summary>
public struct LineEnds
{
    private bool _afterCr;

    /// <summary>Begins a new message.</summary>
    public void Reset() => _afterCr = false;

    /// <summary>
    /// Converts some of <paramref name="input"/> into <paramref name="output"/>, which must have room for two octets;
    /// takes off what it used and returns how many octets it wrote.
    /// </summary>
    public int Convert(scoped ref ReadOnlySpan<byte> input, Span<byte> output)
    {
        int written = 0;
        while (!input.IsEmpty && written < output.Length)
        {
            int room = Math.Min(input.Length, output.Length - written);
            int lf = input[..room].IndexOf((byte)'\n');
            int run = lf < 0 ? room : lf;
            if (run > 0)
            {
                input[..run].CopyTo(output[written..]);
                written += run;
                _afterCr = input[run - 1] == '\r';
                input = input[run..];
            }
            if (lf < 0)
            {
                continue;
            }
            if (output.Length - written < (_afterCr ? 1 : 2))
            {
                break;
            }
            if (!_afterCr)
            {
                output[written++] = (byte)'\r';
            }
            output[written++] = (byte)'\n';
            _afterCr = false;
            input = input[1..];
        }
        return written;
    }
}
