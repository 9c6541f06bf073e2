using System.Buffers;
using System.IO.Pipelines;
using Port143.Protocol.Imap;

namespace Port143.Server.Sessions;

// Lines that are not commands, for SASL and IDLE.
internal sealed partial class ImapSession
{
    /// <summary>The next line as it is, for SASL; null when there is none or it is too long.</summary>
    public async ValueTask<byte[]?> ReadLineAsync(int maxLength)
    {
        _framer.ExpectRawLine(maxLength);
        while (true)
        {
            ReadResult read = await ReadAsync().ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (read.IsCanceled || _stopping || _evicted)
            {
                Pipe.Input.AdvanceTo(buffer.Start);
                SayGoodbyeIfDue();
                if (_ended)
                {
                    return null;
                }
                continue;
            }
            switch (_framer.Read(ref buffer, out _))
            {
                case FrameStep.LineComplete:
                    Pipe.Input.AdvanceTo(buffer.Start);
                    return _framer.Message.ToArray();
                case FrameStep.NeedInput when !read.IsCompleted:
                    Pipe.Input.AdvanceTo(buffer.Start, buffer.End);
                    continue;
                case FrameStep.NeedInput:
                    Pipe.Input.AdvanceTo(buffer.Start, buffer.End);
                    throw new ClientGoneException("the client closed the connection");
                default:
                    Pipe.Input.AdvanceTo(buffer.Start);
                    return null;
            }
        }
    }

    /// <summary>
    /// Waits in IDLE until the client sends a line (true), or until there may be news or it is time for a sign of life
    /// (false). The read stays pending meanwhile, so nothing is cancelled to write.
    /// </summary>
    public async ValueTask<bool> WaitForLineOrNewsAsync()
    {
        _signal.Reset();
        _idling = true;
        Interlocked.MemoryBarrier(); // before what changed is read
        if (Publisher.HasNews(this) || Notifications is { HasNews: true } || Metadata.Any(c => c.MayHaveNews)
            || await SelectedAccess.HasNewsAsync(this, Cancel).ConfigureAwait(false))
        {
            return false; // it changed before the flag was up
        }
        await FlushAsync().ConfigureAwait(false);
        _framer.ReleaseWhenIdle();
        SetReadDeadline();
        _pendingRead ??= Pipe.Input.ReadAsync(CancellationToken.None).AsTask();
        await Task.WhenAny(_pendingRead, _signal.WaitAsync()).ConfigureAwait(false);
        return _pendingRead.IsCompleted || _stopping || _expired || _evicted;
    }

    /// <summary>Whether it is time for a sign of life; asking lowers the flag.</summary>
    public bool TakeHeartbeat()
    {
        bool due = _heartbeat;
        _heartbeat = false;
        return due;
    }

    /// <summary>Ends IDLE: changes no longer wake the session.</summary>
    public void StopIdling() => _idling = false;

    public bool HasEnded => _ended;
}
