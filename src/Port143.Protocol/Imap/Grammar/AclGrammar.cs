using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>The commands of RFC 4314, which are alike: a mailbox, an identifier, rights.</summary>
internal static class AclGrammar
{
    // getacl = "GETACL" SP mailbox; RFC 4314 section 7
    public static GetAclCommand? ParseGetAcl(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.Mailbox(out string? mailbox) ? new GetAclCommand(tag, mailbox) : null;

    // myrights = "MYRIGHTS" SP mailbox; RFC 4314 section 7
    public static MyRightsCommand? ParseMyRights(ref ImapScanner scanner, string tag) =>
        scanner.Space() && scanner.Mailbox(out string? mailbox) ? new MyRightsCommand(tag, mailbox) : null;

    // deleteacl = "DELETEACL" SP mailbox SP identifier; RFC 4314 section 7
    public static DeleteAclCommand? ParseDeleteAcl(ref ImapScanner scanner, string tag) =>
        MailboxAndIdentifier(ref scanner, out string mailbox, out string identifier) ? new DeleteAclCommand(tag, mailbox, identifier) : null;

    // listrights = "LISTRIGHTS" SP mailbox SP identifier; RFC 4314 section 7
    public static ListRightsCommand? ParseListRights(ref ImapScanner scanner, string tag) =>
        MailboxAndIdentifier(ref scanner, out string mailbox, out string identifier) ? new ListRightsCommand(tag, mailbox, identifier) : null;

    // setacl = "SETACL" SP mailbox SP identifier SP mod-rights; mod-rights = astring; RFC 4314 section 7
    public static SetAclCommand? ParseSetAcl(ref ImapScanner scanner, string tag) =>
        MailboxAndIdentifier(ref scanner, out string mailbox, out string identifier)
            && scanner.Space() && scanner.AStringText(out string? rights)
            ? new SetAclCommand(tag, mailbox, identifier, rights)
            : null;

    // mailbox SP identifier; identifier = astring; RFC 4314 section 7
    private static bool MailboxAndIdentifier(ref ImapScanner scanner, out string mailbox, out string identifier)
    {
        mailbox = identifier = "";
        if (!scanner.Space() || !scanner.Mailbox(out string? name) || !scanner.Space() || !scanner.AStringText(out string? who))
        {
            return false;
        }
        mailbox = name;
        identifier = who;
        return true;
    }
}
