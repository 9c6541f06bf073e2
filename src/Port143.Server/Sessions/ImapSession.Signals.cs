using Microsoft.AspNetCore.Connections;
using Port143.Storage;

namespace Port143.Server.Sessions;

// What comes from outside, on any thread: the mailbox changed, time is up, the server stops.
internal sealed partial class ImapSession
{
    /// <inheritdoc/>
    public void OnChanged()
    {
        Interlocked.MemoryBarrier(); // what changed was written before this is read
        if (_idling || _listening)
        {
            _signal.Set();
        }
    }

    /// <summary>The list of an account's mailboxes changed, and with it, perhaps, the rights to the one that is selected here.</summary>
    public void OnListChanged(AccountId account)
    {
        if (Selected is { } selected && selected.Account == account)
        {
            OnChanged();
        }
    }

    /// <summary>Annotations of an account changed.</summary>
    public void OnMetadataChanged(AccountId account)
    {
        foreach (MetadataCursor cursor in Metadata.Where(c => c.Account == account))
        {
            cursor.MayHaveNews = true;
        }
        OnChanged();
    }

    /// <inheritdoc/>
    public void CheckDeadlines(long now)
    {
        if (now > Volatile.Read(ref _readDeadline))
        {
            _expired = true;
            Wake();
        }
        long flush = Volatile.Read(ref _flushBegan);
        if (flush != 0 && now - flush > (long)Services.Options.Limits.WriteStall.TotalMilliseconds)
        {
            Abort();
        }
        if (_idling && now - _lastOutput > (long)Services.Options.Limits.Heartbeat.TotalMilliseconds)
        {
            _heartbeat = true;
            _signal.Set();
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopping = true;
        Wake();
    }

    /// <summary>Ends the session because it may not go on, with the words of BYE; a running command is finished first.</summary>
    public void Evict(string words, string reason)
    {
        _eviction = (words, reason);
        _evicted = true;
        Wake();
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _cut.Cancel();
        _connection.Abort(new ConnectionAbortedException("cut by the server"));
    }

    private void Wake()
    {
        _signal.Set();
        Pipe.Input.CancelPendingRead();
    }

    private void SayGoodbyeIfDue()
    {
        if (_ended)
        {
            return;
        }
        if (_stopping)
        {
            Bye("The server stops; come back in a moment", "the server stopped");
        }
        else if (_evicted)
        {
            Bye(_eviction.Words, _eviction.Reason);
        }
        else if (_expired)
        {
            _expired = false;
            if (Environment.TickCount64 > _began && Account is null)
            {
                Bye("Too slow to sign in", "too slow to sign in");
            }
            else
            {
                Bye("Idle for too long", "idle for too long");
            }
        }
    }
}
