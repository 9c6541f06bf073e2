using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Referrals;

/// <summary>
/// The refusals that send a client to another server: LOGIN-REFERRALS (RFC 2221) and MAILBOX-REFERRALS (RFC 2193). Whoever asks
/// has made sure that there is no mailbox of the name here: what is here is never hidden by a referral.
/// </summary>
internal static class Referral
{
    /// <summary>Sends an account elsewhere that has just proved who it is; null when it is at home here.</summary>
    public static CommandResult? OfAccount(ServerOptions options, Account account) =>
        options.Referrals.Accounts.FirstOrDefault(r => r.Account.Equals(account.Address)) is { } found
            ? CommandResult.No("The mail of this account is on another server", ResponseCode.Referral([found.Url.For(account.Address, "")]))
            : null;

    /// <summary>Sends elsewhere who wants a mailbox that is not here; null when it is nowhere.</summary>
    public static CommandResult? OfMailbox(ImapSession session, MailboxName name) =>
        Find(session, name) is { } found
            ? CommandResult.No("That mailbox is on another server", ResponseCode.Referral(found.For(session.Account!.Address, name)))
            : null;

    /// <summary>Sends RENAME elsewhere: a pair of URLs for each place (RFC 2193 section 4.3). Null when neither name is on another server.</summary>
    public static CommandResult? OfRename(ImapSession session, MailboxName from, bool isFromHere, MailboxName to, bool isToHere)
    {
        MailboxReferral? source = isFromHere ? null : Find(session, from);
        MailboxReferral? target = isToHere ? null : Find(session, to);
        if (source is null && target is null)
        {
            return null;
        }
        if (source is null || target is null)
        {
            // One URL would have to be of this server, whose name for this client is not known.
            return CommandResult.No("A mailbox cannot be renamed to another server: copy its messages instead", ResponseCode.Cannot);
        }
        AccountAddress user = session.Account!.Address;
        IEnumerable<string> pairs = source.For(user, from).SelectMany(f => target.For(user, to), (f, t) => $"{f} {t}");
        return CommandResult.No("Those mailboxes are on another server", ResponseCode.Referral(pairs));
    }

    /// <summary>The names of mailboxes on other servers that RLIST shows beside those of a list.</summary>
    public static IEnumerable<MailboxName> NamesBeside(ImapSession session, MailboxList list) =>
        Of(session).Select(r => r.Name).Where(n => list.Find(n) is null);

    private static MailboxReferral? Find(ImapSession session, MailboxName name) =>
        Of(session).Where(r => r.Covers(name)).MaxBy(r => r.Name.Value.Length);

    // A scope of single mailboxes knows no other.
    private static IReadOnlyList<MailboxReferral> Of(ImapSession session) =>
        session.Scope.SeesOthers ? session.Services.Options.Referrals.Mailboxes : [];
}
