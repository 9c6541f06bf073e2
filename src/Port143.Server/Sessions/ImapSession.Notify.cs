using Port143.Protocol.Imap;
using Port143.Server.Extensions.Notify;

namespace Port143.Server.Sessions;

// NOTIFY (RFC 5465): news while no command runs.
internal sealed partial class ImapSession
{
    private volatile bool _listening;

    /// <summary>What the client asked to be told by NOTIFY; null until it did.</summary>
    public Notifications? Notifications { get; private set; }

    /// <summary>Whether the client hears of annotations only as NOTIFY says: it did not enable METADATA.</summary>
    public bool MetadataByNotify { get; set; }

    /// <summary>Tells the client something else from now on.</summary>
    public void Notify(Notifications notifications)
    {
        Notifications?.Dispose();
        Notifications = notifications;
    }

    /// <summary>
    /// Writes the news of the selected mailbox, and for a client of NOTIFY those of the others. These are gathered for a moment,
    /// so that a burst of them is told once. False when the selected mailbox is gone and the session must end.
    /// </summary>
    public async ValueTask<bool> TellNewsAsync(bool mayTellExpunge)
    {
        if (!await Publisher.PublishAsync(this, mayTellExpunge, Cancel).ConfigureAwait(false))
        {
            return false;
        }
        if (Notifications is { HasNews: true })
        {
            await FlushAsync().ConfigureAwait(false);
            Task pause = Task.Delay(Services.Options.Limits.NotifyPause, Services.Time, Cancel);
            await Task.WhenAny(pause, _pendingRead ?? pause).ConfigureAwait(false);
            await TellNotificationsAsync().ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Writes the news of the mailboxes that are not selected, as NOTIFY asked for them.</summary>
    public async ValueTask TellNotificationsAsync()
    {
        bool told = false;
        try
        {
            told = Notifications is not { HasNews: true } notifications || await notifications.TellAsync(Cancel).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            ServerLog.StorageFailed(Services.Log, Listener, Client, Account?.Address.Value ?? "-", "NOTIFY", error.Message);
            ThrowIfMidResponse();
        }
        if (!told)
        {
            // RFC 5465 section 5.8: as if NOTIFY NONE had been received.
            Writer.Raw("* OK ["u8).Ascii(ResponseCode.NotificationOverflow.Value).Raw("] There is too much to tell; ask again with NOTIFY\r\n"u8);
            Notify(new Notifications(this, NotifyRules.None));
        }
    }

    /// <summary>Whether news are told while no command runs.</summary>
    public bool IsListening => _listening;

    // Between two commands: news are written as they come until the client sends something. The read stays pending meanwhile,
    // so nothing is cancelled to write.
    private async ValueTask TellWhileWaitingAsync()
    {
        _pendingRead ??= Pipe.Input.ReadAsync(CancellationToken.None).AsTask();
        _listening = true;
        Interlocked.MemoryBarrier(); // and before what changed is read
        try
        {
            while (!_pendingRead.IsCompleted && !_stopping && !_expired && !_evicted)
            {
                _signal.Reset();
                if (!await SelectedAccess.CheckAsync(this, Cancel).ConfigureAwait(false))
                {
                    ByeUnreadable();
                    return;
                }
                if (!await TellNewsAsync(mayTellExpunge: Notifications is { Rules.IsDelayed: false }).ConfigureAwait(false))
                {
                    Bye("The mailbox was deleted by another session", "the selected mailbox was deleted");
                    return;
                }
                await FlushAsync().ConfigureAwait(false);
                _framer.ReleaseWhenIdle();
                SetReadDeadline();
                await Task.WhenAny(_pendingRead, _signal.WaitAsync()).ConfigureAwait(false);
            }
        }
        finally
        {
            _listening = false;
        }
    }
}
