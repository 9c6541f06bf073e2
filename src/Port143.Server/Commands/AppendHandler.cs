using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>APPEND (RFC 9051 section 6.3.12, MULTIAPPEND of RFC 3502, CATENATE of RFC 4469): all messages or none.</summary>
internal static class AppendHandler
{
    public static async ValueTask<CommandResult> RunAsync(
        ImapSession session, AppendCommand command, AppendReceiver? begun, CancellationToken cancel)
    {
        // A message made of URLs alone has announced nothing yet.
        using var receiver = begun ?? new AppendReceiver(session);
        if (await receiver.FinishAsync(command.Mailbox, command.Items, null, false, cancel).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }
        List<StagedMessage> staged = receiver.TakeMessages();
        try
        {
            AppendResult result = await Progress.CommitAsync(
                session, receiver.Target!.Account, new AppendChange(receiver.Target.Id, [.. staged.Select((m, i) => Make(session, receiver.Target!, m, command.Items[i]))], receiver.Target.Reader), cancel)
                .ConfigureAwait(false);
            if (result.Succeeded)
            {
                session.Notifications?.OnOwnMessages(receiver.Target);
            }
            if (result.Succeeded && session.Selected is { } selected && selected.Index.Id == receiver.Target.Id && selected.Account == receiver.Target.Account)
            {
                selected.Cursor.Told(result.ModSeq); // what it put there the client knows
            }
            return result.Succeeded
                ? CommandResult.Ok("APPEND completed", ResponseCode.AppendUid(result.UidValidity, result.Uids))
                : result.Failure == ChangeFailure.NoMailbox
                    ? CommandResult.No("There is no such mailbox", ResponseCode.TryCreate)
                    : MailboxArgument.Refuse(result.Failure);
        }
        finally
        {
            foreach (StagedMessage message in staged)
            {
                message.Dispose();
            }
        }
    }

    /// <summary>A message as the command wants it filed.</summary>
    public static NewMessage Make(ImapSession session, MailboxView target, StagedMessage message, AppendItem item) =>
        new(message, CommandRights.MayChange(item.Flags, target.Rights), item.Date ?? InternalDate.From(session.Services.Time.GetLocalNow()));
}
