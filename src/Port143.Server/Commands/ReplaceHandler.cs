using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>REPLACE and UID REPLACE (RFC 8508): one change, so there is never a moment with both messages or with none.</summary>
internal static class ReplaceHandler
{
    public static async ValueTask<CommandResult> RunAsync(
        ImapSession session, ReplaceCommand command, AppendReceiver? begun, CancellationToken cancel)
    {
        using var receiver = begun ?? new AppendReceiver(session);
        if (await receiver.FinishAsync(command.Mailbox, [command.Item], command.Message, command.Uid, cancel).ConfigureAwait(false)
            is { } refusal)
        {
            return refusal;
        }
        using StagedMessage staged = receiver.TakeMessages()[0];
        SelectedMailbox selected = session.Selected!;
        MailboxView target = receiver.Target!;
        NewMessage message = AppendHandler.Make(session, target, staged, command.Item);
        ReplaceResult result = target.Account == selected.Account
            ? await session.Services.Storage.CommitAsync(
                selected.Account, new ReplaceChange(selected.Index.Id, receiver.Replaced, target.Id, message, target.Reader), cancel).ConfigureAwait(false)
            : await AcrossAccountsAsync(session.Services.Storage, selected, receiver.Replaced, target, message, cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        session.Notifications?.OnOwnMessages(target);
        // RFC 8508 section 4.3: APPENDUID before the EXPUNGE, so that the client knows what takes the message's place.
        session.Writer.Raw("* OK ["u8).Ascii(ResponseCode.AppendUid(result.UidValidity, UidSet.Of(result.Uid)).Value)
            .Raw("] Replacement message ready\r\n"u8);
        Publisher.TellOwnExpunged(session, selected, UidSet.Of(receiver.Replaced));
        return session.Condstore
            ? CommandResult.Ok("REPLACE completed", ResponseCode.HighestModSeq(result.SourceModSeq))
            : CommandResult.Ok("REPLACE completed");
    }

    // Two accounts are two logs: the new message first, so that a crash between leaves one too many, never one too few.
    private static async ValueTask<ReplaceResult> AcrossAccountsAsync(
        IMailStorage storage, SelectedMailbox selected, uint uid, MailboxView target, NewMessage message, CancellationToken cancel)
    {
        if (!selected.Index.TryGetRow(uid, out _))
        {
            return new ReplaceResult(ChangeFailure.NoMessage, 0, 0, 0);
        }
        AppendResult appended = await storage.CommitAsync(target.Account, new AppendChange(target.Id, [message], target.Reader), cancel).ConfigureAwait(false);
        if (!appended.Succeeded)
        {
            return new ReplaceResult(appended.Failure == ChangeFailure.NoMailbox ? ChangeFailure.NoTarget : appended.Failure, 0, 0, 0);
        }
        ExpungeResult expunged = await storage.CommitAsync(
            selected.Account, new ExpungeChange(selected.Index.Id, UidSet.Of(uid), EvenUndeleted: true), CancellationToken.None)
            .ConfigureAwait(false);
        return new ReplaceResult(expunged.Failure, appended.UidValidity, appended.Uids.Min, expunged.ModSeq);
    }
}
