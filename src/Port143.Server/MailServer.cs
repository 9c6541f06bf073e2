using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Server.Connections;
using Port143.Server.Control;
using Port143.Server.Delivery;
using Port143.Server.Lmtp;
using Port143.Server.Sessions;
using Port143.Server.Tls;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server;

/// <summary>The server: listeners, sessions and what they share. Start once, stop once.</summary>
public sealed class MailServer : IAsyncDisposable
{
    /// <summary>How many seconds pass between two looks at the accounts of open sessions.</summary>
    private const int EvictionTicks = 3;

    private readonly ServerOptions _options;
    private readonly ILogger _log;
    private readonly SessionServices _services;
    private readonly MailboxIndexes _indexes;
    private readonly ConnectionTable _connections;
    private readonly LmtpConnectionHandler _lmtp;
    private readonly List<Listener> _listeners = [];
    private readonly TimeProvider _time;
    private readonly RestCollection _rest = new();
    private ITimer? _watch;
    private ControlSocket? _control;
    private int _peak;
    private int _ticks;
    private bool _evicting;

    /// <summary>Makes a server that does nothing yet. Everything it is given stays the caller's.</summary>
    public MailServer(
        ServerOptions options, IMailStorage storage, IDirectory directory, Authenticator authenticator,
        CertificateStore certificates, ILoggerFactory logs, TimeProvider time)
    {
        _options = options;
        _time = time;
        _log = logs.CreateLogger("Port143.Server");
        _indexes = new MailboxIndexes(storage);
        _indexes.ListChanged += WakeReaders;
        _connections = new ConnectionTable(options.Limits.MaxConnections, options.Limits.MaxConnectionsPerAddress);
        _services = new SessionServices(
            options, storage, _indexes, directory, authenticator, certificates,
            new AccountSessions(options.Limits.MaxConnectionsPerAccount),
            options.SignIn.OAuth.IsOn ? new TokenValidator(options.SignIn.OAuth, time, logs.CreateLogger("Port143.Server.Authentication")) : null,
            new MetadataWatch(storage), _log, time);
        _lmtp = new LmtpConnectionHandler(
            options, new DeliveryService(storage, directory, time, logs.CreateLogger<DeliveryService>()), time,
            logs.CreateLogger<LmtpConnectionHandler>());
    }

    /// <summary>
    /// Binds every listener and begins to accept. Throws <see cref="IOException"/> or
    /// <see cref="System.Net.Sockets.SocketException"/> when an endpoint cannot be had; nothing listens then.
    /// </summary>
    public async Task<IReadOnlyList<BoundListener>> StartAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await _services.Authenticator.RefreshAsync(false, cancel).ConfigureAwait(false);
        try
        {
            Bind("imap", _options.Imap, c => ServeImapAsync(c, "imap", implicitTls: false));
            Bind("imaps", _options.Imaps, c => ServeImapAsync(c, "imaps", implicitTls: true));
            Bind("imaps585", _options.Imaps585, c => ServeImapAsync(c, "imaps585", implicitTls: true));
            Bind("lmtp", _options.Lmtp, _lmtp.OnConnectedAsync);
        }
        catch
        {
            foreach (Listener listener in _listeners)
            {
                await listener.DisposeAsync().ConfigureAwait(false);
            }
            _listeners.Clear();
            throw;
        }
        foreach (Listener listener in _listeners)
        {
            listener.Start();
            ServerLog.Listening(_log, listener.Name, listener.Address);
        }
        _control = ControlSocket.Open(
            _options.DataFolder, new ControlRequests(_connections, _services.Authenticator.Limiter, _services.Directory, _services.Certificates).AnswerAsync, _log);
        _watch = _time.CreateTimer(_ => Watch(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        return [.. _listeners.Select(l => new BoundListener(l.Name, l.Address))];
    }

    /// <summary>
    /// Stops accepting, lets running commands finish, says BYE to every session, and cuts those that remain after
    /// <paramref name="limit"/>.
    /// </summary>
    public async Task StopAsync(TimeSpan limit)
    {
        foreach (Listener listener in _listeners)
        {
            await listener.StopAsync().ConfigureAwait(false);
        }
        Task lmtp = _lmtp.StopAsync(limit);
        int told = _connections.Count;
        foreach (IConnection connection in _connections.All)
        {
            connection.Stop();
        }
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (_connections.Count > 0 && Environment.TickCount64 < end)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)).ConfigureAwait(false);
        }
        await lmtp.ConfigureAwait(false);
        int cut = _connections.Count;
        foreach (IConnection connection in _connections.All)
        {
            connection.Abort();
        }
        try
        {
            await _services.Authenticator.RefreshAsync(true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            ServerLog.DirectoryUnreadable(_log, error.Message);
        }
        ServerLog.Stopped(_log, told, cut);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
        }
        if (_control is not null)
        {
            await _control.DisposeAsync().ConfigureAwait(false);
        }
        foreach (Listener listener in _listeners)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }
        _services.Tokens?.Dispose();
        _services.MetadataWatch.Dispose();
        _indexes.Dispose();
    }

    private void Bind(string name, ListenAddress address, Func<ConnectionContext, Task> serve)
    {
        if (!address.IsOff)
        {
            _listeners.Add(Listener.Bind(name, address, serve, _log));
        }
    }

    private async Task ServeImapAsync(ConnectionContext connection, string listener, bool implicitTls)
    {
        var session = new ImapSession(connection, listener, implicitTls, _services);
        if (!_connections.TryAdd(session, out string? reached))
        {
            ServerLog.ConnectionRefused(_log, listener, session.Client, reached!);
            if (!implicitTls)
            {
                await connection.Transport.Output.WriteAsync("* BYE Too many connections; try again later\r\n"u8.ToArray()).ConfigureAwait(false);
                await connection.Transport.Output.CompleteAsync().ConfigureAwait(false);
            }
            return;
        }
        try
        {
            await session.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _connections.Remove(session);
        }
    }

    // Another process may disable or delete an account, change its password or take back a device's; open sessions end within seconds.
    private async Task EvictClosedAccountsAsync()
    {
        try
        {
            await _services.Authenticator.RefreshAsync(false, CancellationToken.None).ConfigureAwait(false);
            var accounts = new Dictionary<AccountId, Account?>();
            foreach (AccountId id in _services.AccountSessions.Accounts)
            {
                accounts[id] = await _services.Directory.FindAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
            foreach (ImapSession session in _connections.All.OfType<ImapSession>())
            {
                // One that signed in just now is looked at next time.
                if (session.Account is not { } known || !accounts.TryGetValue(known.Id, out Account? account))
                {
                    continue;
                }
                if (account is not { IsDisabled: false })
                {
                    session.Evict("This account is closed; ask the administrator", "the account was disabled or deleted");
                }
                else if (session.IsByPassword && known.PasswordSerial != account.PasswordSerial)
                {
                    session.Evict("The password was changed, or a second factor is on now; sign in again", "the password or the second factor was changed");
                }
            }
            await EvictRevokedDevicesAsync().ConfigureAwait(false);
        }
        catch (IOException error)
        {
            ServerLog.DirectoryUnreadable(_log, error.Message);
        }
        finally
        {
            Volatile.Write(ref _evicting, false);
        }
    }

    private async Task EvictRevokedDevicesAsync()
    {
        foreach (IGrouping<AccountId, ImapSession> sessions in
            _connections.All.OfType<ImapSession>().Where(s => s.Device is not null).GroupBy(s => s.Device!.Account))
        {
            IReadOnlyList<DevicePassword> devices = await _services.Directory.ListDevicesAsync(sessions.Key, CancellationToken.None).ConfigureAwait(false);
            DateTimeOffset now = _time.GetUtcNow();
            HashSet<string> good = [.. devices.Where(d => !(d.Expires <= now)).Select(d => d.Id)];
            foreach (ImapSession session in sessions.Where(s => s.Device is { } device && !good.Contains(device.Id)))
            {
                session.Evict("The password of this device was taken back or has expired", "the device password was revoked or has expired");
            }
        }
    }

    // Rights may have changed: who idles in another's mailbox learns at once when he may no longer read it, and who listens to the
    // list of mailboxes when an account shares something that shared nothing with him before.
    private void WakeReaders(AccountId account)
    {
        var strangers = new List<ImapSession>();
        foreach (ImapSession session in _connections.All.OfType<ImapSession>())
        {
            session.OnListChanged(account);
            if (session.Notifications?.MissesListOf(account) == true)
            {
                strangers.Add(session);
            }
        }
        if (strangers.Count > 0)
        {
            _ = Task.Run(() => TellNewReadersAsync(account, strangers));
        }
    }

    // Most lists change without a change of rights: the register is read once for all sessions, and these look at the lists only where
    // it names them.
    private async Task TellNewReadersAsync(AccountId owner, List<ImapSession> strangers)
    {
        try
        {
            IReadOnlySet<string> readers = await _services.Directory.ListReadersAsync(owner, CancellationToken.None).ConfigureAwait(false);
            foreach (ImapSession session in strangers)
            {
                if (session.Account is { } account && (readers.Contains(account.Address.Value) || readers.Contains(AclIdentifier.Anyone.ToString())))
                {
                    session.Notifications?.LookAgain();
                }
            }
        }
        catch (IOException error)
        {
            ServerLog.DirectoryUnreadable(_log, error.Message); // they see it with their next NOOP
        }
        catch (ObjectDisposedException)
        {
            // The server stops.
        }
    }

    private void Watch()
    {
        if (++_ticks % EvictionTicks == 0 && !Interlocked.Exchange(ref _evicting, true))
        {
            _ = Task.Run(EvictClosedAccountsAsync);
        }
        long now = Environment.TickCount64;
        foreach (IConnection connection in _connections.All)
        {
            connection.CheckDeadlines(now);
        }
        int count = _connections.Count;
        _peak = Math.Max(_peak, count);
        // The C library keeps what TLS freed; give it back after many have left.
        if (_peak >= 500 && count < _peak / 2)
        {
            _peak = count;
            NativeMemoryTrim.Trim();
        }
        NativeMemoryTrim.TrimIfWorthIt();
        if (_rest.IsDue(GC.GetTotalAllocatedBytes(), now))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            NativeMemoryTrim.Trim();
        }
    }
}
