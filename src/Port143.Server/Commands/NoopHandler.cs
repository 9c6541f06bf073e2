using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>
/// NOOP (RFC 9051 section 6.1.2) and CHECK (RFC 3501 section 6.4.1): nothing but the news, which the session tells after
/// every command. Looks for those of other processes, whose notices can be lost.
/// </summary>
internal static class NoopHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, string text, CancellationToken cancel)
    {
        if (session.Selected is { } selected)
        {
            await session.Services.Indexes.RefreshAsync(selected.Account, cancel).ConfigureAwait(false);
        }
        if (session.Notifications is not null)
        {
            await session.Services.Indexes.RefreshAsync(session.AccountId, cancel).ConfigureAwait(false);
            session.Notifications.LookAgain();
            await session.TellNotificationsAsync().ConfigureAwait(false);
        }
        return CommandResult.Ok(text);
    }
}
