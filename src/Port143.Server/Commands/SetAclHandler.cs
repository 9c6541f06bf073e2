using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>SETACL and DELETEACL (RFC 4314 sections 3.1 and 3.2).</summary>
internal static class SetAclHandler
{
    public static ValueTask<CommandResult> RunAsync(ImapSession session, SetAclCommand command, CancellationToken cancel)
    {
        ReadOnlySpan<char> letters = command.Rights;
        AclMode mode = letters.StartsWith('+') ? AclMode.Add : letters.StartsWith('-') ? AclMode.Remove : AclMode.Replace;
        return MailboxRightsText.TryParse(mode == AclMode.Replace ? letters : letters[1..], out MailboxRights rights, out string? error)
            ? RunAsync(session, command.Mailbox, command.Identifier, mode, rights, "SETACL completed", cancel)
            : new(CommandResult.Bad(error));
    }

    public static ValueTask<CommandResult> RunAsync(ImapSession session, DeleteAclCommand command, CancellationToken cancel) =>
        RunAsync(session, command.Mailbox, command.Identifier, AclMode.Replace, MailboxRights.None, "DELETEACL completed", cancel);

    private static async ValueTask<CommandResult> RunAsync(
        ImapSession session, string name, string who, AclMode mode, MailboxRights rights, string done, CancellationToken cancel)
    {
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(session, name, false, CommandRights.Acl, cancel)
            .ConfigureAwait(false);
        if (mailbox is null || !AclArgument.TryRead(who, mailbox, out AclIdentifier? identifier, out bool isOwner, out refusal))
        {
            return refusal;
        }
        MailboxResult result = await Sharing.ChangeAsync(
            session.Services.Storage, session.Services.Directory, mailbox.Account,
            new SetAclChange(mailbox.Id, identifier, mode, rights, isOwner), $"account {session.Account!.Address}", cancel).ConfigureAwait(false);
        return result.Succeeded ? CommandResult.Ok(done) : MailboxArgument.Refuse(result.Failure);
    }
}
