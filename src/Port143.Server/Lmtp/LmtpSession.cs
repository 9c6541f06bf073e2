using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Port143.Protocol.Lmtp;
using Port143.Server.Delivery;

namespace Port143.Server.Lmtp;

/// <summary>
/// One LMTP connection: joins the bytes of the transport, the <see cref="LmtpMachine"/> and the <see cref="DeliveryService"/>.
/// Replies to a batch of pipelined commands are flushed together, when the input is used up.
/// </summary>
internal sealed partial class LmtpSession : IDisposable
{
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly ConnectionContext _connection;
    private readonly LmtpMachine _machine;
    private readonly DeliveryService _delivery;
    private readonly TimeSpan _idle;
    private readonly string _client;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly List<DeliveryTarget> _targets = [];
    private IncomingMessage? _message;
    private volatile bool _timedOut;
    private volatile bool _stopping;

    public LmtpSession(
        ConnectionContext connection, LmtpMachine machine, DeliveryService delivery, TimeSpan idle, string client, TimeProvider time, ILogger log)
    {
        _connection = connection;
        _input = connection.Transport.Input;
        _output = connection.Transport.Output;
        _machine = machine;
        _delivery = delivery;
        _idle = idle;
        _client = client;
        _log = log;
        _timer = time.CreateTimer(_ => TimeOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Serves the client until it leaves, is silent for too long, or the server stops.</summary>
    public async Task RunAsync(bool trusted)
    {
        if (trusted)
        {
            _machine.Greet(_output);
        }
        else
        {
            _machine.RefuseSession(LmtpReplies.NotAllowed, _output);
        }
        bool open = await FlushAsync().ConfigureAwait(false);
        while (open)
        {
            if (_stopping && !_machine.InMessage)
            {
                await SayGoodbyeAsync().ConfigureAwait(false);
                return;
            }
            _timer.Change(_idle, Timeout.InfiniteTimeSpan);
            ReadResult read = await _input.ReadAsync().ConfigureAwait(false);
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_timedOut)
            {
                await SayGoodbyeAsync().ConfigureAwait(false);
                return;
            }
            open = await TakeAsync(read.Buffer).ConfigureAwait(false);
            _input.AdvanceTo(read.Buffer.End);
            open = await FlushAsync().ConfigureAwait(false) && open && !read.IsCompleted;
        }
    }

    /// <summary>Asks the session to end: at once between two messages, after its delivery within one.</summary>
    public void Stop()
    {
        _stopping = true;
        _input.CancelPendingRead();
    }

    /// <summary>Cuts the connection.</summary>
    public void Abort() => _connection.Abort(new ConnectionAbortedException("The server stops."));

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _message?.Dispose();
    }

    private async ValueTask<bool> TakeAsync(ReadOnlySequence<byte> buffer)
    {
        foreach (ReadOnlyMemory<byte> segment in buffer)
        {
            int used = 0;
            while (true)
            {
                LmtpStep step = Run(segment.Span, ref used);
                if (step == LmtpStep.NeedInput)
                {
                    break;
                }
                if (step == LmtpStep.Close)
                {
                    return false;
                }
                if (step == LmtpStep.Recipient)
                {
                    await ResolveAsync().ConfigureAwait(false);
                }
                else
                {
                    await DeliverAsync().ConfigureAwait(false);
                }
            }
        }
        return true;
    }

    // Everything that needs no waiting.
    private LmtpStep Run(ReadOnlySpan<byte> segment, ref int used)
    {
        ReadOnlySpan<byte> rest = segment[used..];
        while (true)
        {
            LmtpStep step = _machine.Next(ref rest, _output, out ReadOnlySpan<byte> data);
            switch (step)
            {
                case LmtpStep.MessageBegins:
                    Keep(default, begins: true);
                    break;
                case LmtpStep.MessageData:
                    Keep(data, begins: false);
                    break;
                case LmtpStep.MessageAborted:
                    Forget();
                    break;
                case LmtpStep.Reset:
                    _targets.Clear();
                    break;
                default:
                    used = segment.Length - rest.Length;
                    return step;
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> data, bool begins)
    {
        try
        {
            if (begins)
            {
                MailCommand mail = _machine.Mail!;
                string protocol = mail.IsUtf8 ? "UTF8LMTP" : "LMTP";
                _message = _delivery.Begin(new DeliveryEnvelope(mail.Sender.Text, _machine.ClientName, _client, protocol), [.. _targets]);
                return;
            }
            _message!.Write(data);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(error, _client, error.Message);
            Forget();
            _machine.FailMessage(error is IOException io && DiskErrors.IsFull(io) ? LmtpReplies.DiskFull : LmtpReplies.StorageFailed);
        }
    }

    private async ValueTask ResolveAsync()
    {
        string recipient = _machine.Recipient.Address;
        LmtpReply refusal = LmtpReplies.UnknownRecipient;
        DeliveryTarget? target = null;
        try
        {
            target = await _delivery.ResolveAsync(recipient, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            LogDirectoryFailed(error, _client, recipient);
            refusal = LmtpReplies.StorageFailed;
        }
        if (target is not null)
        {
            _targets.Add(target with { Recipient = _machine.Recipient.Text });
            _machine.AcceptRecipient(_output);
            return;
        }
        LogRecipientRefused(recipient, refusal.ToString(), _client);
        _machine.RefuseRecipient(refusal, _output);
    }

    private async ValueTask DeliverAsync()
    {
        // Once the final dot is here the delivery goes on even if the client leaves: it was told nothing and sends again.
        DeliveryOutcome[] outcomes = await _message!.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        Forget();
        _targets.Clear();
        _machine.EndMessage(Array.ConvertAll(outcomes, ReplyTo), _output);
    }

    private static LmtpReply ReplyTo(DeliveryOutcome outcome) => outcome.Status switch
    {
        DeliveryStatus.Delivered => new LmtpReply($"250 2.1.5 Delivered, UID {outcome.Uid}"),
        DeliveryStatus.DiskFull => LmtpReplies.DiskFull,
        DeliveryStatus.OverQuota => LmtpReplies.OverQuota,
        DeliveryStatus.LargerThanQuota => LmtpReplies.LargerThanQuota,
        DeliveryStatus.Loop => LmtpReplies.Loop,
        _ => LmtpReplies.StorageFailed,
    };

    private async ValueTask<bool> FlushAsync()
    {
        if (_output.UnflushedBytes == 0)
        {
            return true;
        }
        ValueTask<FlushResult> flush = _output.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
        {
            _timer.Change(_idle, Timeout.InfiniteTimeSpan);
        }
        FlushResult result = await flush.ConfigureAwait(false);
        if (result.IsCanceled)
        {
            _connection.Abort(new ConnectionAbortedException("The client takes no replies."));
        }
        return !result.IsCanceled && !result.IsCompleted;
    }

    private async ValueTask SayGoodbyeAsync()
    {
        LogClosed(_client, _timedOut ? "timeout" : "shutdown");
        Forget();
        (_timedOut ? LmtpReplies.TimedOut : LmtpReplies.ShuttingDown).WriteTo(_output);
        _timer.Change(_idle, Timeout.InfiniteTimeSpan);
        await _output.FlushAsync().ConfigureAwait(false);
    }

    private void Forget()
    {
        _message?.Dispose();
        _message = null;
    }

    private void TimeOut()
    {
        _timedOut = true;
        _input.CancelPendingRead();
        _output.CancelPendingFlush();
    }

    [LoggerMessage(311, LogLevel.Information, "lmtp refused recipient={Recipient} cause={Cause} client={Client}")]
    private partial void LogRecipientRefused(string recipient, string cause, string client);

    [LoggerMessage(312, LogLevel.Error, "lmtp message not kept client={Client} cause={Cause}")]
    private partial void LogNotKept(Exception error, string client, string cause);

    [LoggerMessage(313, LogLevel.Error, "lmtp directory failed client={Client} recipient={Recipient}")]
    private partial void LogDirectoryFailed(Exception error, string client, string recipient);

    [LoggerMessage(314, LogLevel.Information, "lmtp closed client={Client} cause={Cause}")]
    private partial void LogClosed(string client, string cause);
}
