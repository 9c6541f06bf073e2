using System.Text;
using Port143.Mail;

namespace Port143.Protocol.Lmtp;

/// <summary>How BDAT is written.</summary>
internal static class BdatGrammar
{
    /// <summary><code>bdat-cmd = "BDAT" SP chunk-size [ SP "LAST" ] CRLF      chunk-size = 1*DIGIT   (RFC 3030 section 2)</code></summary>
    public static bool TryRead(ReadOnlySpan<byte> arguments, out long size, out bool last)
    {
        last = false;
        bool read = AsciiDigits.TryRead(arguments, long.MaxValue, out ulong number, out int consumed);
        size = (long)number;
        if (!read || consumed == arguments.Length)
        {
            return read;
        }
        last = Ascii.EqualsIgnoreCase(arguments[consumed..], " LAST"u8);
        return last;
    }
}
