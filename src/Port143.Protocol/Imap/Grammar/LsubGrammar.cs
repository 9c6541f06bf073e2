using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>LSUB.</summary>
internal static class LsubGrammar
{
    // lsub = "LSUB" SP mailbox SP list-mailbox; RFC 3501 section 9
    public static LsubCommand? Parse(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.Mailbox(out string? reference) && scanner.Space() && scanner.ListMailbox(out string? pattern)
            ? new LsubCommand(tag, reference, pattern)
            : null;
}
