using System.Text;

namespace Port143.Protocol.Imap;

/// <summary>
/// Tells whether a command so far is APPEND or REPLACE with its mailbox complete, so that the literal now announced is a
/// message or a part of one. It looks at the form only; whether the head is valid is for the grammar.
/// </summary>
internal static class AppendHeadScanner
{
    /// <summary>Whether the literal announced at <paramref name="announcement"/> is a message, or a part of one, for APPEND or
    /// REPLACE.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> command, int announcement)
    {
        int at = command.IndexOf((byte)' ') + 1;
        if (at == 0)
        {
            return false;
        }
        if (!TryTake(command, ref at, "APPEND "u8))
        {
            TryTake(command, ref at, "UID "u8);
            if (!TryTake(command, ref at, "REPLACE "u8))
            {
                return false;
            }
            int number = command[at..].IndexOf((byte)' ');
            if (number < 0)
            {
                return false;
            }
            at += number + 1;
        }
        int end = EndOfMailbox(command, at);
        return end > 0 && end < announcement && !IsUrl(command[..announcement]);
    }

    /// <summary>Whether the literal announced behind this is a URL of CATENATE (RFC 4469 section 5): a string, not a message.</summary>
    public static bool IsUrl(ReadOnlySpan<byte> before) =>
        before.Length > 4 && before[^5] is (byte)' ' or (byte)'(' && Ascii.EqualsIgnoreCase(before[^4..], "URL "u8);

    private static bool TryTake(ReadOnlySpan<byte> command, ref int at, ReadOnlySpan<byte> word)
    {
        if (command.Length - at < word.Length || !Ascii.EqualsIgnoreCase(command.Slice(at, word.Length), word))
        {
            return false;
        }
        at += word.Length;
        return true;
    }

    // mailbox = "INBOX" / astring                               ; RFC 9051 section 9
    private static int EndOfMailbox(ReadOnlySpan<byte> command, int at)
    {
        if (at >= command.Length)
        {
            return -1;
        }
        switch (command[at])
        {
            case (byte)'"':
                for (at++; at < command.Length && command[at] != '"'; at++)
                {
                    at += command[at] == '\\' ? 1 : 0;
                }
                return at + 1;
            case (byte)'{':
                int line = command[at..].IndexOf((byte)'\r');
                return line > 0 && LiteralAnnouncement.TryParseAtEnd(command.Slice(at, line), out LiteralAnnouncement literal)
                    && literal.Start == 0 && literal.Size < command.Length
                    ? at + line + 2 + (int)literal.Size
                    : -1;
            default:
                int length = command[at..].IndexOf((byte)' ');
                return length > 0 ? at + length : -1;
        }
    }
}
