using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Port143.Protocol.Imap;
using Port143.Server.Commands;
using Port143.Server.Connections;
using Port143.Server.Texts;
using Port143.Storage;
using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Server.Sessions;

/// <summary>
/// One IMAP connection from greeting to goodbye.
/// <para>
/// (1) Bytes come in through the pipe; (2) the framer cuts messages; (3) the grammar makes typed commands; (4) the
/// command's row says whether it may run now, and its handler runs it; (5) the result becomes the tagged response, after
/// the news of the mailbox. Output is flushed when no further command is waiting, so pipelined commands share a flush.
/// </para>
/// <para>
/// Everything runs on one logical thread. From outside come only signals: the mailbox changed, time is up, the server
/// stops. No lock, transaction or leased connection is held while the client is awaited.
/// </para>
/// </summary>
internal sealed partial class ImapSession : IConnection, IChangeListener
{
    /// <summary>How much output gathers before it is sent although more commands wait.</summary>
    private const int FlushThreshold = 64 * 1024;

    /// <summary>The first byte of a TLS connection (RFC 8446 section 5.1, handshake); no command begins with it.</summary>
    private const byte TlsHandshakeRecord = 22;

    private readonly ConnectionContext _connection;
    private readonly bool _implicitTls;
    private readonly ImapFramer _framer;
    private readonly AsyncSignal _signal = new();
    private readonly CancellationTokenSource _cut = new();
    private long _began = Environment.TickCount64;
    private Task<ReadResult>? _pendingRead;
    private AppendReceiver? _append;
    private long _readDeadline = long.MaxValue;
    private long _flushBegan;
    private long _lastOutput;
    private int _badCommands;
    private int _nonsense;
    private volatile bool _stopping;
    private volatile bool _expired;
    private volatile bool _evicted;
    private (string Words, string Reason) _eviction;
    private volatile bool _idling;
    private volatile bool _heartbeat;
    private bool _isFirstInput = true;
    private bool _ended;
    private string _endReason = "the client closed the connection";

    public ImapSession(ConnectionContext connection, string listener, bool implicitTls, SessionServices services)
    {
        _connection = connection;
        _implicitTls = implicitTls;
        Listener = listener;
        Services = services;
        Connected = services.Time.GetUtcNow();
        Address = (connection.RemoteEndPoint as IPEndPoint)?.Address is { } address
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;
        Client = connection.RemoteEndPoint is IPEndPoint remote ? new IPEndPoint(Address!, remote.Port).ToString() : "unix";
        Pipe = new SwitchablePipe(connection.Transport);
        Writer = new ResponseWriter(Pipe.Output);
        _framer = new ImapFramer();
        SetSignInLimits();
    }

    public SessionServices Services { get; }

    public string Listener { get; }

    /// <inheritdoc/>
    public IPAddress? Address { get; }

    /// <summary>The client's address and port, for the log.</summary>
    public string Client { get; }

    public SwitchablePipe Pipe { get; }

    public ResponseWriter Writer { get; }

    /// <summary>Who has signed in, or null.</summary>
    public Account? Account { get; private set; }

    public AccountId AccountId => Account!.Id;

    public SelectedMailbox? Selected { get; private set; }

    /// <summary>Whether the client wants MODSEQ in FETCH (RFC 7162 section 3.1).</summary>
    public bool Condstore { get; set; }

    /// <summary>Whether the client enabled QRESYNC: VANISHED instead of EXPUNGE.</summary>
    public bool Qresync { get; set; }

    /// <summary>Whether the client enabled UIDONLY (RFC 9586): no sequence numbers any more.</summary>
    public bool UidOnly { get; set; }

    /// <summary>Whether the client enabled IMAP4rev2: no \Recent, UTF-8 names, ESEARCH always.</summary>
    public bool Rev2 { get; set; }

    /// <summary>The language of the texts for people (RFC 5255 section 3).</summary>
    public Language Language { get; set; } = Languages.Default;

    /// <summary>The active comparator (RFC 5255 section 4.2): how SEARCH, SORT and THREAD compare texts.</summary>
    public Collation Comparator { get; set; } = Collation.UnicodeCasemap;

    /// <summary>
    /// Where the client stands in the logs of annotations, of its account and of those that share mailboxes with it; empty until it enabled
    /// METADATA (RFC 5464 section 4.4). Replaced as a whole, for commits of others look at it.
    /// </summary>
    public IReadOnlyList<MetadataCursor> Metadata { get; set; } = [];

    /// <summary>Whether the client enabled UTF8=ACCEPT (RFC 9755): UTF-8 in names and quoted strings, no charset in SEARCH.</summary>
    public bool Utf8Accept { get; set; }

    /// <summary>Whether the client is told of \Recent.</summary>
    public bool ShowsRecent => !Rev2;

    /// <summary>Whether a password may be sent over this connection as it is.</summary>
    public bool MaySendPassword =>
        Pipe.IsSecure || Services.Options.CleartextLogin == CleartextLogin.Loopback && Address is not null && IPAddress.IsLoopback(Address);

    public ConnectionStates State =>
        Account is null ? ConnectionStates.NotAuthenticated
        : Selected is null ? ConnectionStates.Authenticated
        : ConnectionStates.Selected;

    /// <summary>The tag of the command that runs, or ran last.</summary>
    public string? CommandTag { get; private set; }

    /// <summary>
    /// Whether the command that runs named sequence numbers where it need not have: no EXPUNGE may be told then (RFC 9051
    /// section 7.5.1, RFC 7162 section 3.2.10.2).
    /// </summary>
    public bool HoldsExpunge { get; set; }

    /// <summary>When a command that still runs says so next (<see cref="Progress"/>), as <see cref="Environment.TickCount64"/>.</summary>
    public long ProgressDue { get; set; }

    /// <summary>Whether a response was begun and not ended; an error then breaks the connection, for no line can be trusted.</summary>
    public bool IsMidResponse { get; set; }

    /// <summary>
    /// Ends when the server cuts the connection. Not when the client has said its last word: one that sends its commands,
    /// closes its side and waits for the answers gets them.
    /// </summary>
    public CancellationToken Cancel => _cut.Token;

    public async Task RunAsync()
    {
        _lastOutput = Environment.TickCount64;
        try
        {
            if (_implicitTls && !await TryStartTlsAsync(greets: true).ConfigureAwait(false))
            {
                return;
            }
            Writer.Raw("* OK ["u8).Ascii(ResponseCode.Capability(Capabilities.Of(this)).Value).Raw("] Port143 ready\r\n"u8);
            while (!_ended)
            {
                await StepAsync().ConfigureAwait(false);
            }
            if (_pendingRead is null)
            {
                Pipe.BeginFarewell();
            }
            await FlushAsync().ConfigureAwait(false);
        }
        catch (ClientGoneException gone)
        {
            _endReason = gone.Message;
        }
        catch (Exception error) when (error is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            _endReason = error.Message;
        }
        finally
        {
            _append?.Dispose();
            _framer.Dispose();
            Notifications?.Dispose();
            Unselect();
            if (Account is not null)
            {
                Services.MetadataWatch.Remove(this);
                Services.AccountSessions.Leave(AccountId);
            }
            if (Pipe.FileOutput?.FileError is { } error)
            {
                ServerLog.StorageFailed(Services.Log, Listener, Client, Account?.Address.Value ?? "-", "FETCH", error.Message);
            }
            ServerLog.SessionEnded(Services.Log, Listener, Client, Account?.Address.Value ?? "-", _endReason);
            await Pipe.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session after what was written is sent.</summary>
    public void End(string reason)
    {
        _ended = true;
        _endReason = reason;
    }

    /// <summary>Says BYE and ends.</summary>
    public void Bye(string text, string reason)
    {
        Writer.Raw("* BYE "u8).Text(text).CrLf();
        End(reason);
    }

    /// <summary>Says BYE to a client that may not read its selected mailbox any more (RFC 4314 section 5.1.1), and ends.</summary>
    public void ByeUnreadable() =>
        Bye("You may not read the selected mailbox any more", "the right to read the selected mailbox was taken away");

    /// <summary>Sends what was written. The client is awaited here and nowhere else.</summary>
    public async ValueTask FlushAsync()
    {
        Writer.Commit();
        if (Writer.Written == 0)
        {
            return;
        }
        Writer.ForgetWritten();
        Volatile.Write(ref _flushBegan, Environment.TickCount64);
        try
        {
            FlushResult result = await Pipe.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (result.IsCompleted)
            {
                throw new ClientGoneException("the client closed the connection");
            }
        }
        catch (Exception error) when (error is IOException or ConnectionAbortedException or OperationCanceledException or InvalidOperationException)
        {
            throw new ClientGoneException("the connection broke while sending", error);
        }
        finally
        {
            Volatile.Write(ref _flushBegan, 0);
            _lastOutput = Environment.TickCount64;
        }
    }

    /// <summary>Sends what was written when it is much, in the middle of a response as well.</summary>
    public ValueTask FlushIfManyAsync() => Writer.Written < FlushThreshold ? default : FlushAsync();

    private async ValueTask StepAsync()
    {
        if (Notifications is not null && _framer.IsBetweenCommands)
        {
            await TellWhileWaitingAsync().ConfigureAwait(false);
            if (_ended)
            {
                return;
            }
        }
        ReadResult read = await ReadAsync().ConfigureAwait(false);
        ReadOnlySequence<byte> buffer = read.Buffer;
        if (read.IsCanceled || _stopping || _evicted)
        {
            Pipe.Input.AdvanceTo(buffer.Start);
            await RunStoresAsync().ConfigureAwait(false);
            SayGoodbyeIfDue();
            return;
        }
        if (_isFirstInput && !buffer.IsEmpty)
        {
            _isFirstInput = false;
            if (!_implicitTls && buffer.FirstSpan[0] == TlsHandshakeRecord)
            {
                // A client set to TLS on this port: it and we would wait for each other.
                Pipe.Input.AdvanceTo(buffer.End);
                ServerLog.TlsOnCleartextPort(Services.Log, Listener, Client);
                Bye("This port begins without TLS: use STARTTLS here, or TLS on port 993", "a TLS handshake on the port without TLS");
                return;
            }
        }
        FrameStep step = _framer.Read(ref buffer, out ReadOnlySequence<byte> body);
        switch (step)
        {
            case FrameStep.NeedInput:
                Pipe.Input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    await RunStoresAsync().ConfigureAwait(false);
                    _ended = true;
                }
                return;
            case FrameStep.BodyData:
                _append!.Write(body);
                Pipe.Input.AdvanceTo(buffer.Start);
                return;
            default:
                Pipe.Input.AdvanceTo(buffer.Start);
                break;
        }
        if (step != FrameStep.MessageComplete)
        {
            await RunStoresAsync().ConfigureAwait(false);
        }
        switch (step)
        {
            case FrameStep.ContinuationWanted:
                Writer.Raw("+ Ready for the literal\r\n"u8);
                break;
            case FrameStep.BodyLiteral:
                _append ??= new AppendReceiver(this);
                if (!await _append.BeginAsync(_framer, Cancel).ConfigureAwait(false))
                {
                    _append.Dispose();
                    _append = null;
                    CloseIfLost();
                }
                break;
            case FrameStep.BodyEnd:
                _append!.EndBody();
                break;
            case FrameStep.MessageComplete:
                await RunMessageAsync().ConfigureAwait(false);
                break;
            case FrameStep.Refused:
                Refuse();
                break;
        }
        if (Writer.Written >= FlushThreshold)
        {
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<ReadResult> ReadAsync()
    {
        if (_pendingRead is null && Pipe.Input.TryRead(out ReadResult ready))
        {
            return ready;
        }
        if (_pendingRead is { IsCompletedSuccessfully: true } complete)
        {
            _pendingRead = null;
            return await complete.ConfigureAwait(false);
        }
        await RunStoresAsync().ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        _framer.ReleaseWhenIdle();
        SetReadDeadline();
        try
        {
            if (_pendingRead is { } pending)
            {
                _pendingRead = null;
                return await pending.ConfigureAwait(false);
            }
            return await Pipe.Input.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ConnectionAbortedException or InvalidOperationException)
        {
            throw new ClientGoneException("the client closed the connection", error);
        }
        finally
        {
            Volatile.Write(ref _readDeadline, long.MaxValue);
        }
    }

    private void SetReadDeadline()
    {
        ServerLimits limits = Services.Options.Limits;
        long now = Environment.TickCount64;
        long deadline = Account is not null
            ? now + (long)limits.Idle.TotalMilliseconds
            : Math.Min(now + (long)limits.SignInIdle.TotalMilliseconds, _began + (long)limits.SignInTotal.TotalMilliseconds);
        Volatile.Write(ref _readDeadline, deadline);
    }
}
