using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>APPEND (RFC 9051 section 6.3.12, MULTIAPPEND of RFC 3502): all messages or none.</summary>
internal static class AppendHandler
{
    public static async ValueTask<CommandResult> RunAsync(
        ImapSession session, AppendCommand command, AppendReceiver receiver, CancellationToken cancel)
    {
        InternalDate now = InternalDate.From(session.Services.Time.GetLocalNow());
        List<StagedMessage> staged = receiver.TakeMessages();
        var messages = new List<NewMessage>(staged.Count);
        for (int i = 0; i < staged.Count; i++)
        {
            messages.Add(new NewMessage(staged[i], CommandRights.MayChange(command.Items[i].Flags, receiver.Target!.Rights), command.Items[i].Date ?? now));
        }
        try
        {
            AppendResult result = await session.Services.Storage.CommitAsync(
                receiver.Target!.Account, new AppendChange(receiver.Target.Id, messages), cancel).ConfigureAwait(false);
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
}
