using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Grammar;
using Port143.Server.Commands;
using Port143.Server.Connections;
using Port143.Server.Tls;
using Port143.Storage;
using Port143.Storage.Index;

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
internal sealed class ImapSession : IConnection, IChangeListener
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
    private readonly long _began = Environment.TickCount64;
    private Task<ReadResult>? _pendingRead;
    private AppendReceiver? _append;
    private long _readDeadline = long.MaxValue;
    private long _flushBegan;
    private long _lastOutput;
    private int _badCommands;
    private volatile bool _stopping;
    private volatile bool _expired;
    private volatile bool _evicted;
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
        Address = (connection.RemoteEndPoint as IPEndPoint)?.Address is { } address
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;
        Client = connection.RemoteEndPoint is IPEndPoint remote ? new IPEndPoint(Address!, remote.Port).ToString() : "unix";
        Pipe = new SwitchablePipe(connection.Transport);
        Writer = new ResponseWriter(Pipe.Output);
        ServerLimits limits = services.Options.Limits;
        _framer = new ImapFramer
        {
            Limits = FramerLimits.PreAuth with { MaxLine = limits.SignInLine, MaxLiteral = limits.SignInLiteral },
        };
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

    /// <summary>Whether the client enabled IMAP4rev2: no \Recent, UTF-8 names, ESEARCH always.</summary>
    public bool Rev2 { get; set; }

    /// <summary>Whether the client is told of \Recent.</summary>
    public bool ShowsRecent => !Rev2;

    /// <summary>Whether a password may be sent over this connection as it is.</summary>
    public bool MaySendPassword =>
        Pipe.IsSecure || Services.Options.CleartextLogin == CleartextLogin.Loopback && Address is not null && IPAddress.IsLoopback(Address);

    public ConnectionStates State =>
        Account is null ? ConnectionStates.NotAuthenticated
        : Selected is null ? ConnectionStates.Authenticated
        : ConnectionStates.Selected;

    /// <summary>Whether a response was begun and not ended; an error then breaks the connection, for no line can be trusted.</summary>
    public bool IsMidResponse { get; set; }

    /// <summary>
    /// Ends when the server cuts the connection. Not when the client has said its last word: one that sends its commands,
    /// closes its side and waits for the answers gets them.
    /// </summary>
    public CancellationToken Cancel => _cut.Token;

    // ------------------------------------------------------------------------------------------------ the main loop

    public async Task RunAsync()
    {
        _lastOutput = Environment.TickCount64;
        try
        {
            if (_implicitTls && !await TryStartTlsAsync().ConfigureAwait(false))
            {
                return;
            }
            Writer.Raw("* OK ["u8).Ascii(ResponseCode.Capability(Capabilities.Of(this)).Value).Raw("] Port143 ready\r\n"u8);
            while (!_ended)
            {
                await StepAsync().ConfigureAwait(false);
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
            Unselect();
            if (Account is not null)
            {
                Services.AccountSessions.Leave(AccountId);
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

    private async ValueTask StepAsync()
    {
        ReadResult read = await ReadAsync().ConfigureAwait(false);
        ReadOnlySequence<byte> buffer = read.Buffer;
        if (read.IsCanceled || _stopping || _evicted)
        {
            Pipe.Input.AdvanceTo(buffer.Start);
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

    // ---------------------------------------------------------------------------------------------- running commands

    private async ValueTask RunMessageAsync()
    {
        ParseOutcome outcome = ImapGrammar.Parse(_framer.Message, _framer.BodyOffsets, new GrammarOptions { Utf8 = Writer.Utf8 });
        AppendReceiver? append = _append;
        _append = null;
        try
        {
            if (outcome.Command is not { } command)
            {
                string tag = outcome.Tag ?? "*";
                WriteTagged(tag, outcome.IsBadCharset
                    ? CommandResult.No(outcome.Reason, ResponseCode.BadCharset)
                    : CommandResult.Bad(outcome.Reason));
                CountBadCommand(outcome.Reason);
                return;
            }
            CommandRow row = CommandTable.Find(System.Text.Encoding.ASCII.GetBytes(CommandNames.Of(command)))
                ?? throw new InvalidOperationException($"{CommandNames.Of(command)} has no row in the command table.");
            if ((row.States & State) == 0)
            {
                string reason = Account is null ? "Sign in first" : Selected is null ? "Select a mailbox first" : "Not after signing in";
                WriteTagged(command.Tag, CommandResult.Bad(reason));
                CountBadCommand(reason);
                return;
            }
            _badCommands = 0;
            CommandResult result = append?.Refusal ?? await RunGuardedAsync(command, append).ConfigureAwait(false);
            if (_ended && result.Status == CommandStatus.Bad)
            {
                return;
            }
            if (!await Publisher.PublishAsync(this, row.MayTellExpunge && !IsClosing(command), Cancel).ConfigureAwait(false))
            {
                WriteTagged(command.Tag, result);
                Bye("The mailbox was deleted by another session", "the selected mailbox was deleted");
                return;
            }
            WriteTagged(command.Tag, result);
            if (command is StartTlsCommand && result.Status == CommandStatus.Ok)
            {
                await SwitchToTlsAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            append?.Dispose();
        }
    }

    private static bool IsClosing(ImapCommand command) => command is CloseCommand or UnselectCommand or LogoutCommand;

    // The one place where the unexpected becomes a reply.
    private async ValueTask<CommandResult> RunGuardedAsync(ImapCommand command, AppendReceiver? append)
    {
        try
        {
            return await CommandHandlers.RunAsync(this, command, append, Cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ClientGoneException or OperationCanceledException or ConnectionAbortedException)
        {
            throw;
        }
        catch (IOException error)
        {
            ServerLog.StorageFailed(Services.Log, Listener, Client, Account?.Address.Value ?? "-", CommandNames.Of(command), error.Message);
            ThrowIfMidResponse();
            return CommandResult.No("The mail storage cannot do this at the moment; nothing was changed. Try again later", ResponseCode.Unavailable);
        }
        catch (Exception error)
        {
            ServerLog.CommandCrashed(Services.Log, Listener, Client, Account?.Address.Value ?? "-", CommandNames.Of(command), error);
            ThrowIfMidResponse();
            return CommandResult.No("An error of the server; the administrator finds it in the log", ResponseCode.ServerBug);
        }
    }

    private void ThrowIfMidResponse()
    {
        if (IsMidResponse)
        {
            throw new ClientGoneException("an error in the middle of a response");
        }
    }

    /// <summary>Writes the tagged response that ends a command.</summary>
    public void WriteTagged(string tag, CommandResult result)
    {
        Writer.Ascii(tag).Raw(result.Status switch
        {
            CommandStatus.Ok => " OK "u8,
            CommandStatus.No => " NO "u8,
            _ => " BAD "u8,
        });
        if (result.Code is { } code)
        {
            Writer.Byte((byte)'[').Ascii(code.Value).Raw("] "u8);
        }
        Writer.Text(result.Text).CrLf();
    }

    private void Refuse()
    {
        _append?.Dispose();
        _append = null;
        FrameRefusal refusal = _framer.Refusal;
        (string reason, bool tooBig) = refusal switch
        {
            FrameRefusal.LineTooLong => ("The command line is too long", false),
            FrameRefusal.LiteralTooBig => ("The literal is too big", true),
            FrameRefusal.LiteralsTooBig => ("The literals of the command are too big together", true),
            FrameRefusal.TooManyLiterals => ("The command has too many literals", true),
            FrameRefusal.BareLineFeed => ("A line ends with CRLF", false),
            _ => ("The command cannot be followed any more", false),
        };
        WriteTagged(_framer.RefusedTag ?? "*", tooBig ? CommandResult.No(reason, ResponseCode.TooBig) : CommandResult.Bad(reason));
        CountBadCommand(reason);
        CloseIfLost();
    }

    /// <summary>Ends the session when it is unknown where the next command begins: mail must never be read as commands.</summary>
    public void CloseIfLost()
    {
        if (_framer.MustClose && !_ended)
        {
            Bye("The command cannot be followed any more", "a literal that was not to be sent");
        }
    }

    private void CountBadCommand(string reason)
    {
        ServerLog.BadCommand(Services.Log, Listener, Client, Account?.Address.Value ?? "-", reason);
        ServerLimits limits = Services.Options.Limits;
        if (++_badCommands >= (Account is null ? limits.SignInBadCommands : limits.BadCommands))
        {
            Bye("Too many bad commands", "too many bad commands");
        }
    }

    // -------------------------------------------------------------------------------------------------- TLS, sign-in

    private async Task<bool> TryStartTlsAsync()
    {
        try
        {
            await Pipe.StartTlsAsync(
                TlsPolicy.CreateOptions(Services.Certificates), TlsPolicy.HandshakeLimit, Services.Time, Cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AuthenticationException or IOException or OperationCanceledException
            or ConnectionAbortedException or InvalidOperationException)
        {
            _endReason = "no TLS";
            ServerLog.TlsFailed(Services.Log, Listener, Client, error.InnerException?.Message ?? error.Message);
            _connection.Abort();
            return false;
        }
        Writer.SwitchTo(Pipe.Output);
        return true;
    }

    // What arrived before the handshake was sent by whoever sits on the line: it must not count (CVE-2011-0411 and its kin).
    private async ValueTask SwitchToTlsAsync()
    {
        if (Pipe.Input.TryRead(out ReadResult early))
        {
            bool injected = !early.Buffer.IsEmpty;
            Pipe.Input.AdvanceTo(early.Buffer.Start);
            if (injected)
            {
                ServerLog.StartTlsInjection(Services.Log, Listener, Client);
                End("bytes before the TLS handshake");
                _connection.Abort();
                return;
            }
        }
        await FlushAsync().ConfigureAwait(false);
        if (!await TryStartTlsAsync().ConfigureAwait(false))
        {
            _ended = true;
        }
    }

    /// <summary>Begins the account's part of the session; false when it has its fill of sessions.</summary>
    public bool TryEnter(Account account)
    {
        if (!Services.AccountSessions.TryEnter(account.Id))
        {
            return false;
        }
        Account = account;
        ServerLimits limits = Services.Options.Limits;
        _framer.Limits = FramerLimits.PostAuth with
        {
            MaxLine = limits.Line,
            MaxLiteral = limits.Literal,
            MaxLiteralsTotal = limits.Command,
            MaxLiterals = limits.LiteralsPerCommand,
        };
        _framer.BodiesAllowed = true;
        return true;
    }

    // ------------------------------------------------------------------------------------------------ the mailbox

    public void Select(SelectedMailbox selected)
    {
        Unselect();
        Selected = selected;
        selected.Index.Watch(this);
    }

    public void Unselect()
    {
        if (Selected is { } selected)
        {
            selected.Index.Unwatch(this);
            Selected = null;
        }
    }

    /// <summary>Takes the messages that no session was told as \Recent yet, for this one.</summary>
    public void ClaimRecent(SelectedMailbox selected)
    {
        if (!ShowsRecent)
        {
            return;
        }
        if (selected.ReadOnly)
        {
            uint from = selected.Index.FirstRecent;
            selected.Recent = selected.Numbers.ToUidSet().Intersect(UidSet.Of(Math.Max(from, 1), uint.MaxValue));
            return;
        }
        if (selected.Index.ClaimRecent() is { } first)
        {
            var recent = new UidSetBuilder();
            recent.Add(selected.Recent);
            recent.Add(first, uint.MaxValue);
            UidSet known = selected.Numbers.ToUidSet();
            selected.Recent = recent.Build().Intersect(known);
            if (known.Max > 0)
            {
                _ = ForgetErrorsAsync(Services.Storage.CommitAsync(AccountId, new ClaimRecentChange(selected.Index.Id, selected.Index.FirstRecent), default));
            }
        }
    }

    // \Recent is a nicety: when it cannot be remembered, some messages are recent twice.
    private static async Task ForgetErrorsAsync(ValueTask<MailboxResult> change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
        }
    }

    // ------------------------------------------------------------------------------------- raw lines: SASL and IDLE

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
        if (Selected is { } selected && (selected.Index.IsGone || selected.Index.State.Head != selected.Cursor.Head))
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

    // --------------------------------------------------------------------------------------------- signals from outside

    /// <inheritdoc/>
    public void OnChanged()
    {
        if (_idling)
        {
            _signal.Set();
        }
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

    /// <summary>Ends the session because its account was disabled or deleted; a running command is finished first.</summary>
    public void Evict()
    {
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
            Bye("This account is closed; ask the administrator", "the account was disabled or deleted");
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
