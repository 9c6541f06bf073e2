using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>STATUS, and the status items that LIST RETURN (STATUS ...) shares.</summary>
internal static class StatusGrammar
{
    // status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"; RFC 9051 section 9
    public static StatusCommand? Parse(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.Mailbox(out string? mailbox) && scanner.Space() && Items(ref scanner, out StatusItems items)
            ? new StatusCommand(tag, mailbox, items)
            : null;

    // "(" status-att *(SP status-att) ")"
    public static bool Items(ref ImapScanner scanner, out StatusItems items)
    {
        items = StatusItems.None;
        if (!scanner.Expects('('))
        {
            return false;
        }
        do
        {
            if (!scanner.AtomText(out string? word))
            {
                return false;
            }
            StatusItems item = word.ToUpperInvariant() switch
            {
                "MESSAGES" => StatusItems.Messages,
                "RECENT" => StatusItems.Recent,
                "UIDNEXT" => StatusItems.UidNext,
                "UIDVALIDITY" => StatusItems.UidValidity,
                "UNSEEN" => StatusItems.Unseen,
                "SIZE" => StatusItems.Size,
                "DELETED" => StatusItems.Deleted,
                "DELETED-STORAGE" => StatusItems.DeletedStorage,
                "HIGHESTMODSEQ" => StatusItems.HighestModSeq,
                "APPENDLIMIT" => StatusItems.AppendLimit,
                "MAILBOXID" => StatusItems.MailboxId,
                _ => StatusItems.None,
            };
            if (item == StatusItems.None)
            {
                return scanner.Fail("There is no such status item");
            }
            items |= item;
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }
}
