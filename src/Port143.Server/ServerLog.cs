using Microsoft.Extensions.Logging;

namespace Port143.Server;

/// <summary>What the server writes to its log. Event ids are unique over the product; no message carries a secret.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1001, LogLevel.Warning, "{Listener}: cannot accept connections for the moment: {Reason}", EventName = "accept_failed")]
    public static partial void AcceptFailed(ILogger log, string listener, string reason);

    [LoggerMessage(1002, LogLevel.Error, "{Listener}: a connection ended by an error that is ours", EventName = "connection_crashed")]
    public static partial void ConnectionCrashed(ILogger log, string listener, Exception error);

    [LoggerMessage(1003, LogLevel.Warning, "{Listener}: {Client} refused: too many {Limit}", EventName = "connection_refused")]
    public static partial void ConnectionRefused(ILogger log, string listener, string client, string limit);

    [LoggerMessage(1004, LogLevel.Information, "{Listener}: {Client} has no TLS with us: {Reason}", EventName = "tls_failed")]
    public static partial void TlsFailed(ILogger log, string listener, string client, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "{Listener}: {Client} sent bytes between STARTTLS and the handshake; closed", EventName = "starttls_injection")]
    public static partial void StartTlsInjection(ILogger log, string listener, string client);

    [LoggerMessage(1006, LogLevel.Information, "{Listener}: {Client} {Account} ended: {Reason}", EventName = "session_ended")]
    public static partial void SessionEnded(ILogger log, string listener, string client, string account, string reason);

    [LoggerMessage(1007, LogLevel.Error, "{Listener}: {Client} {Account}: {Command} failed by an error that is ours", EventName = "command_crashed")]
    public static partial void CommandCrashed(ILogger log, string listener, string client, string account, string command, Exception error);

    [LoggerMessage(1008, LogLevel.Error, "{Listener}: {Client} {Account}: {Command} failed: {Reason}", EventName = "storage_failed")]
    public static partial void StorageFailed(ILogger log, string listener, string client, string account, string command, string reason);

    [LoggerMessage(1009, LogLevel.Warning, "{Listener}: {Client} sent a password without TLS; it was not looked at", EventName = "password_exposed")]
    public static partial void PasswordExposed(ILogger log, string listener, string client);

    [LoggerMessage(1010, LogLevel.Debug, "{Listener}: {Client} {Account}: bad command: {Reason}", EventName = "bad_command")]
    public static partial void BadCommand(ILogger log, string listener, string client, string account, string reason);

    [LoggerMessage(1011, LogLevel.Information, "{Listener}: {Client} {Account} says it is {ClientId}", EventName = "client_id")]
    public static partial void ClientId(ILogger log, string listener, string client, string account, string clientId);

    [LoggerMessage(1012, LogLevel.Information, "{Listener} listens on {Address}", EventName = "listening")]
    public static partial void Listening(ILogger log, string listener, string address);

    [LoggerMessage(1014, LogLevel.Information, "{Listener}: {Client} began with TLS on the port without it; closed", EventName = "tls_on_cleartext_port")]
    public static partial void TlsOnCleartextPort(ILogger log, string listener, string client);

    [LoggerMessage(1013, LogLevel.Information, "stopped: {Connections} connections were told, {Cut} were cut", EventName = "stopped")]
    public static partial void Stopped(ILogger log, int connections, int cut);

    [LoggerMessage(1021, LogLevel.Warning, "{Path} cannot be opened, so port143 session and port143 block do not reach this server: {Reason}", EventName = "no_control_socket")]
    public static partial void NoControlSocket(ILogger log, string path, string reason);

    [LoggerMessage(1022, LogLevel.Error, "a request of the command line failed by an error that is ours", EventName = "control_failed")]
    public static partial void ControlFailed(ILogger log, Exception error);

    [LoggerMessage(1020, LogLevel.Error, "the directory of accounts cannot be read: {Reason}", EventName = "directory_unreadable")]
    public static partial void DirectoryUnreadable(ILogger log, string reason);
}
