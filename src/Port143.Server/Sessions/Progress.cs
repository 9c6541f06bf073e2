using Port143.Protocol.Imap;

namespace Port143.Server.Sessions;

/// <summary>
/// INPROGRESS (RFC 9585): tells a client how far a command is that runs long, so that it does not take the silence for the end.
/// Only between responses, and not while anything is held.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="goal">How many messages there are to be processed.</param>
internal sealed class Progress(ImapSession session, long goal)
{
    private readonly long _interval = (long)session.Services.Options.Limits.ProgressInterval.TotalMilliseconds;
    private long _due = Environment.TickCount64 + (long)session.Services.Options.Limits.ProgressInterval.TotalMilliseconds;

    /// <summary>Whether it is time to say something.</summary>
    public bool IsDue => Environment.TickCount64 >= _due;

    /// <summary>Says how many messages were processed, if it is time.</summary>
    public ValueTask TellAsync(long done)
    {
        if (!IsDue || done >= goal)
        {
            return ValueTask.CompletedTask;
        }
        _due = Environment.TickCount64 + _interval;
        Begin().Number((ulong)done).Space().Number((ulong)goal).Raw(")] Still working on it\r\n"u8);
        return session.FlushAsync();
    }

    /// <summary>Waits for one step of unknown length, and says now and then that the command still runs.</summary>
    public static async ValueTask<T> AwaitAsync<T>(ImapSession session, ValueTask<T> step)
    {
        if (step.IsCompleted)
        {
            return await step.ConfigureAwait(false);
        }
        Task<T> task = step.AsTask();
        var progress = new Progress(session, 1);
        while (true)
        {
            using var pause = new CancellationTokenSource();
            await Task.WhenAny(task, Task.Delay(session.Services.Options.Limits.ProgressInterval, pause.Token)).ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
            if (task.IsCompleted)
            {
                return await task.ConfigureAwait(false);
            }
            progress.Begin().Raw("NIL NIL)] Still working on it\r\n"u8);
            await session.FlushAsync().ConfigureAwait(false);
        }
    }

    // RFC 9585 section 4: a tag with "]" in it would end the code.
    private ResponseWriter Begin()
    {
        ResponseWriter writer = session.Writer.Raw("* OK [INPROGRESS ("u8);
        return session.CommandTag is { } tag && !tag.Contains(']', StringComparison.Ordinal)
            ? writer.Byte((byte)'"').Ascii(tag).Raw("\" "u8)
            : writer.Raw("NIL "u8);
    }
}
