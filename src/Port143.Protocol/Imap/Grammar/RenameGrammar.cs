using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>RENAME.</summary>
internal static class RenameGrammar
{
    // rename = "RENAME" SP mailbox SP mailbox; RFC 9051 section 9
    public static RenameCommand? Parse(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.Mailbox(out string? from) && scanner.Space() && scanner.Mailbox(out string? to)
            ? new RenameCommand(tag, from, to)
            : null;
}
