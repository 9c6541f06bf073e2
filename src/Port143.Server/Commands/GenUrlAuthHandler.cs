using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// GENURLAUTH (RFC 4467): URLs with authorization for mailboxes of the account's own. Whether another user exists cannot be
/// learnt: the answer to every other owner is the same, and who may use the URL is not looked up.
/// </summary>
internal static class GenUrlAuthHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, GenUrlAuthCommand command, CancellationToken cancel)
    {
        var urls = new List<(ImapUrl Url, MailboxView Mailbox)>();
        foreach ((string text, string mechanism) in command.Urls)
        {
            if (mechanism != UrlAuth.Mechanism)
            {
                return CommandResult.Bad("INTERNAL is the only mechanism");
            }
            if (!ImapUrl.TryParse(text, out ImapUrl? url) || url.Mechanism is not null)
            {
                return CommandResult.Bad("That is not the URL of a message or part");
            }
            if (url.Access is not { } access || !UrlAuth.IsAccess(access))
            {
                return CommandResult.Bad("The URL has no access identifier");
            }
            if (UrlAuth.OwnerOf(url) is not { } owner || !owner.Equals(session.Account!.Address))
            {
                return CommandResult.Bad("The URL does not name you as the owner");
            }
            (MailboxView? mailbox, _) = await MailboxArgument.FindAsync(session, url.Mailbox!, false, cancel).ConfigureAwait(false);
            if (mailbox is null || !mailbox.IsOwn)
            {
                return CommandResult.Bad("There is no such mailbox");
            }
            urls.Add((url, mailbox));
        }
        var full = new List<string>();
        foreach ((ImapUrl url, MailboxView mailbox) in urls)
        {
            UrlKeyResult key = await session.Services.Storage.CommitAsync(
                mailbox.Account, new UrlKeyChange(mailbox.Id, UrlAuth.NewKey(), OnlyIfNone: true), cancel).ConfigureAwait(false);
            if (!key.Succeeded)
            {
                return MailboxArgument.Refuse(key.Failure);
            }
            full.Add($"{url.Rump}:{UrlAuth.Mechanism}:{UrlAuth.Token(key.Key.Span, url.Rump)}");
        }
        session.Writer.Raw("* GENURLAUTH"u8);
        foreach (string url in full)
        {
            session.Writer.Space().String(url);
        }
        session.Writer.CrLf();
        return CommandResult.Ok("GENURLAUTH completed");
    }
}
