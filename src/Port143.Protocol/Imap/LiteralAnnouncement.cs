using Port143.Mail;

namespace Port143.Protocol.Imap;

/// <summary>What stands before the bytes of a literal: <c>{5}</c>, <c>{5+}</c>, <c>~{5}</c>, <c>~{5+}</c>.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Size">The literal's length; more than 63 bits count as <see cref="long.MaxValue"/>.</param>
/// <param name="Synchronizing">Whether the client waits for a continuation.</param>
/// <param name="Binary">Whether it is a literal8.</param>
internal readonly record struct LiteralAnnouncement(int Start, long Size, bool Synchronizing, bool Binary)
{
    // literal = "{" number64 ["+"] "}" CRLF *CHAR8             ; RFC 9051 section 9
    // literal8 = "~{" number ["+"] "}" CRLF *OCTET             ; RFC 4466 section 6

    /// <summary>Finds an announcement at the end of a line, given without its CRLF.</summary>
    public static bool TryParseAtEnd(ReadOnlySpan<byte> line, out LiteralAnnouncement announcement)
    {
        announcement = default;
        if (line.IsEmpty || line[^1] != '}')
        {
            return false;
        }
        int start = line.LastIndexOf((byte)'{');
        if (start < 0)
        {
            return false;
        }
        ReadOnlySpan<byte> number = line[(start + 1)..^1];
        bool synchronizing = true;
        if (!number.IsEmpty && number[^1] == '+')
        {
            synchronizing = false;
            number = number[..^1];
        }
        if (number.IsEmpty || number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }
        long size = AsciiDigits.TryParse(number, long.MaxValue, out ulong value) ? (long)value : long.MaxValue;
        bool binary = start > 0 && line[start - 1] == '~';
        announcement = new LiteralAnnouncement(binary ? start - 1 : start, size, synchronizing, binary);
        return true;
    }

    /// <summary>
    /// Whether the end of a line, all that was kept of it, may end in the announcement of a non-synchronizing literal whose
    /// beginning was not kept: a number of absurd length.
    /// </summary>
    public static bool MayBeCutOff(ReadOnlySpan<byte> tail) =>
        tail.EndsWith("+}"u8) && tail[..^2].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
