using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>CLOSE (RFC 9051 section 6.4.1): expunges without telling, and leaves the mailbox.</summary>
internal static class CloseHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        if (await SelectedAccess.MayNowAsync(session, CommandRights.Expunge, cancel).ConfigureAwait(false))
        {
            // Only messages that this client knows: one that came with \Deleted a moment ago is another's business.
            await Progress.CommitAsync(
                session, selected.Account, new ExpungeChange(selected.Index.Id, selected.Numbers.ToUidSet()), cancel).ConfigureAwait(false);
        }
        session.Unselect();
        return CommandResult.Ok("CLOSE completed");
    }
}
