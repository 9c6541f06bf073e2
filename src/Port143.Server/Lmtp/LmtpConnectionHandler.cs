using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Port143.Protocol.Lmtp;
using Port143.Server.Delivery;

namespace Port143.Server.Lmtp;

/// <summary>
/// Takes in mail over LMTP (RFC 2033) from the mail transfer agent. There is no sign-in: only hosts of
/// <see cref="LmtpOptions.Trusted"/> and the owners of a Unix socket may speak.
/// </summary>
public sealed partial class LmtpConnectionHandler(
    ServerOptions options, DeliveryService delivery, TimeProvider time, ILogger<LmtpConnectionHandler> log) : ConnectionHandler
{
    private static readonly LmtpReply TooManyConnections = new("421 4.3.2 Too many connections, try again later");

    private readonly LmtpMachineOptions _machine = new()
    {
        HostName = delivery.HostName,
        MaxMessageSize = options.Limits.MaxMessageSize,
        MaxRecipients = options.LmtpOptions.MaxRecipients,
    };

    private readonly ConcurrentDictionary<LmtpSession, bool> _sessions = new();
    private volatile bool _stopping;
    private int _connections;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        string client = connection.RemoteEndPoint is IPEndPoint ip ? Plain(ip.Address).ToString() : "unix";
        try
        {
            if (Interlocked.Increment(ref _connections) > options.LmtpOptions.MaxConnections)
            {
                LogRefused(client, "too many connections");
                TooManyConnections.WriteTo(connection.Transport.Output);
                await connection.Transport.Output.FlushAsync().ConfigureAwait(false);
                return;
            }
            bool trusted = IsTrusted(connection.RemoteEndPoint);
            if (!trusted)
            {
                LogRefused(client, "not in a trusted network");
            }
            using var session = new LmtpSession(connection, new LmtpMachine(_machine), delivery, options.LmtpOptions.Idle, client, time, log);
            _sessions.TryAdd(session, true);
            try
            {
                if (_stopping)
                {
                    session.Stop();
                }
                await session.RunAsync(trusted).ConfigureAwait(false);
            }
            finally
            {
                _sessions.TryRemove(session, out _);
            }
        }
        catch (Exception error) when (error is ConnectionAbortedException or ConnectionResetException or OperationCanceledException)
        {
            // The client went away; what it was not told of it will send again.
        }
        catch (Exception error)
        {
            LogFailed(error, client);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>Lets every session finish what it delivers and says goodbye to it; cuts those that remain after the limit.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _stopping = true;
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        foreach (LmtpSession session in _sessions.Keys)
        {
            session.Stop();
        }
        while (!_sessions.IsEmpty && Environment.TickCount64 < end)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)).ConfigureAwait(false);
        }
        foreach (LmtpSession session in _sessions.Keys)
        {
            session.Abort();
        }
    }

    private bool IsTrusted(EndPoint? peer) =>
        peer is not IPEndPoint ip || options.LmtpOptions.Trusted.Any(n => n.Contains(Plain(ip.Address)));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    [LoggerMessage(315, LogLevel.Warning, "lmtp refused client={Client} cause={Cause}")]
    private partial void LogRefused(string client, string cause);

    [LoggerMessage(316, LogLevel.Error, "lmtp session failed client={Client}")]
    private partial void LogFailed(Exception error, string client);
}
