using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>XLIST, written as LIST is in RFC 3501.</summary>
internal static class XListGrammar
{
    // "XLIST" SP mailbox SP list-mailbox
    public static XListCommand? Parse(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.Mailbox(out string? reference) && scanner.Space() && scanner.ListMailbox(out string? pattern)
            ? new XListCommand(tag, reference, pattern)
            : null;
}
