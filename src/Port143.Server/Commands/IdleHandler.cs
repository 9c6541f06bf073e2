using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>
/// IDLE (RFC 9051 section 6.3.13, RFC 2177). News are told as they happen; a sign of life comes every two minutes, because
/// some clients and many routers take silence for the end.
/// </summary>
internal static class IdleHandler
{
    private const int MaxLine = 1024;

    public static async ValueTask<CommandResult> RunAsync(ImapSession session, CancellationToken cancel)
    {
        // What is new already goes out before the continuation: clients look at their list when IDLE begins.
        if (!await Publisher.PublishAsync(session, true, cancel).ConfigureAwait(false))
        {
            return CommandResult.No("The mailbox was deleted by another session");
        }
        session.Writer.Raw("+ idling\r\n"u8);
        try
        {
            while (!await session.WaitForLineOrNewsAsync().ConfigureAwait(false))
            {
                if (!await SelectedAccess.CheckAsync(session, cancel).ConfigureAwait(false))
                {
                    session.ByeUnreadable();
                    return CommandResult.Bad("The session has ended"); // nobody is told after BYE
                }
                if (session.TakeHeartbeat())
                {
                    session.Writer.Raw("* OK Still here\r\n"u8);
                }
                if (!await session.TellNewsAsync(mayTellExpunge: true).ConfigureAwait(false))
                {
                    return CommandResult.No("The mailbox was deleted by another session");
                }
                await session.FlushAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            session.StopIdling();
        }
        byte[]? line = await session.ReadLineAsync(MaxLine).ConfigureAwait(false);
        return line is not null && System.Text.Ascii.EqualsIgnoreCase(line, "DONE"u8)
            ? CommandResult.Ok("IDLE completed")
            : CommandResult.Bad("IDLE ends with DONE");
    }
}
