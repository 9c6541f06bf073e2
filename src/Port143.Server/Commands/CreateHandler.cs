using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Referrals;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>CREATE (RFC 9051 section 6.3.4) with USE (RFC 6154 section 3).</summary>
internal static class CreateHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, CreateCommand command, CancellationToken cancel)
    {
        if (!MailboxArgument.TryName(command.Mailbox, out MailboxName name, out CommandResult refusal))
        {
            return refusal;
        }
        if (Referral.OfMailbox(session, name) is { } elsewhere
            && await MailboxArgument.LookUpAsync(session, name, cancel).ConfigureAwait(false) is null)
        {
            return elsewhere;
        }
        var use = SpecialUse.None;
        foreach (string attribute in command.UseAttributes)
        {
            // \All, \Flagged and \Important would be views of other mailboxes, which there are none of.
            if (!SpecialUses.TryParse(attribute, out SpecialUse one) || (one & (SpecialUse.All | SpecialUse.Flagged | SpecialUse.Important)) != 0)
            {
                return CommandResult.No("That special use is not supported", ResponseCode.UseAttr);
            }
            use |= one;
        }
        (NewName? made, refusal) = await NewName.FindAsync(session, name, cancel).ConfigureAwait(false);
        if (made is null)
        {
            return refusal;
        }
        if (use != SpecialUse.None && made.Account != session.AccountId)
        {
            return CommandResult.No("Another's mailbox gets its special use from its owner", ResponseCode.UseAttr);
        }
        MailboxResult result = await session.Services.Storage.CommitAsync(
            made.Account, new CreateMailboxChange(made.Inner, use), cancel).ConfigureAwait(false);
        if (result.Succeeded)
        {
            await Sharing.SyncAsync(session.Services, made.Account, cancel).ConfigureAwait(false); // it took on the rights of the one above
            await ListNews.TellNormalizedAsync(session, name, command.Mailbox, null, cancel).ConfigureAwait(false);
        }
        return result.Succeeded
            ? CommandResult.Ok("CREATE completed", ResponseCode.MailboxId(made.ObjectIdOf(session, result.Mailbox!)))
            : MailboxArgument.Refuse(result.Failure);
    }
}
