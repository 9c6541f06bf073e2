using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>RLIST and RLSUB.</summary>
internal static class RemoteListGrammar
{
    // rlist = "RLIST" SPACE mailbox SPACE list_mailbox; RFC 2193 section 6
    public static RListCommand? ParseList(ref ImapScanner scanner, string tag) =>
        Names(ref scanner, out string reference, out string pattern) ? new RListCommand(tag, reference, pattern) : null;

    // rlsub = "RLSUB" SPACE mailbox SPACE list_mailbox; RFC 2193 section 6
    public static RLsubCommand? ParseLsub(ref ImapScanner scanner, string tag) =>
        Names(ref scanner, out string reference, out string pattern) ? new RLsubCommand(tag, reference, pattern) : null;

    private static bool Names(ref ImapScanner scanner, out string reference, out string pattern)
    {
        reference = pattern = "";
        if (!scanner.Space() || !scanner.Mailbox(out string? first) || !scanner.Space() || !scanner.ListMailbox(out string? second))
        {
            return false;
        }
        reference = first;
        pattern = second;
        return true;
    }
}
