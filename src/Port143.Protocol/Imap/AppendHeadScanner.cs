using System.Text;

namespace Port143.Protocol.Imap;

/// <summary>
/// Tells whether a command so far is APPEND with its mailbox complete, so that the literal now announced is a message. It
/// looks at the form only; whether the head is valid is for the grammar.
/// </summary>
internal static class AppendHeadScanner
{
    /// <summary>Whether the literal announced at <paramref name="announcement"/> is a message of APPEND.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> command, int announcement)
    {
        int blank = command.IndexOf((byte)' ');
        if (blank < 0 || !Ascii.EqualsIgnoreCase(command.Slice(blank + 1, Math.Min(7, command.Length - blank - 1)), "APPEND "u8))
        {
            return false;
        }
        int end = EndOfMailbox(command, blank + 8);
        return end > 0 && end < announcement;
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
