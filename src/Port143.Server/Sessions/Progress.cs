using Port143.Protocol.Imap;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>
/// INPROGRESS (RFC 9585): tells a client how far a command is that runs long, so that it does not take the silence for the end.
/// Only between responses, and not while anything is held. The time counts from the beginning of the command.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="goal">How many messages there are to be processed.</param>
internal sealed class Progress(ImapSession session, long goal)
{
    /// <summary>Whether it is time to say something.</summary>
    public bool IsDue => Environment.TickCount64 >= session.ProgressDue;

    /// <summary>A command begins.</summary>
    public static void Begin(ImapSession session) =>
        session.ProgressDue = Environment.TickCount64 + (long)session.Services.Options.Limits.ProgressInterval.TotalMilliseconds;

    /// <summary>Says how many messages were processed, if it is time.</summary>
    public ValueTask TellAsync(long done) =>
        IsDue && done < goal ? TellAsync(session, done, goal) : ValueTask.CompletedTask;

    /// <summary>Makes a change, and says now and then that it is being made.</summary>
    public static ValueTask<TResult> CommitAsync<TResult>(
        ImapSession session, AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult
    {
        var count = new WorkCount();
        return AwaitAsync(session, session.Services.Storage.CommitAsync(account, change with { Count = count }, cancel), count);
    }

    /// <summary>Waits for one step, and says now and then that the command still runs.</summary>
    public static async ValueTask<T> AwaitAsync<T>(ImapSession session, ValueTask<T> step, WorkCount count)
    {
        if (step.IsCompleted)
        {
            return await step.ConfigureAwait(false);
        }
        Task<T> task = step.AsTask();
        while (true)
        {
            // At least a moment, or the waiting would be the work.
            var pause = TimeSpan.FromMilliseconds(Math.Max(1, session.ProgressDue - Environment.TickCount64));
            await ((Task)task).WaitAsync(pause).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompleted)
            {
                return await task.ConfigureAwait(false);
            }
            await TellAsync(session, count.Done, count.Goal).ConfigureAwait(false);
        }
    }

    // RFC 9585 section 4: a tag with "]" in it would end the code; a goal is more than what is done; without a goal that is known
    // there is nothing to say of the progress.
    private static ValueTask TellAsync(ImapSession session, long done, long goal)
    {
        Begin(session);
        ResponseWriter writer = session.Writer.Raw("* OK [INPROGRESS ("u8);
        _ = session.CommandTag is { } tag && !tag.Contains(']', StringComparison.Ordinal)
            ? writer.Byte((byte)'"').Ascii(tag).Raw("\" "u8)
            : writer.Raw("NIL "u8);
        _ = goal > 0
            ? writer.Number((ulong)Math.Min(done, goal - 1)).Space().Number((ulong)goal)
            : writer.Raw("NIL NIL"u8);
        writer.Raw(")] Still working on it\r\n"u8);
        return session.FlushAsync();
    }
}
