using System.Net;
using System.Net.Sockets;
using Port143.Server;

namespace Port143.Cli;

/// <summary>Finds out after a failed start which listener could not be opened and why.</summary>
internal static class ListenerProbe
{
    /// <summary>The sentence for the first listener that cannot be opened; null when all can.</summary>
    public static CliException? Explain(ServerOptions options, Exception cause)
    {
        (string Name, ListenAddress Address)[] listeners =
            [("imap", options.Imap), ("imaps", options.Imaps), ("imaps585", options.Imaps585), ("lmtp", options.Lmtp)];
        foreach ((string name, ListenAddress address) in listeners)
        {
            if (Try(address) is { } error)
            {
                return Say(name, address, error, cause);
            }
        }
        return null;
    }

    private static SocketError? Try(ListenAddress address)
    {
        if (address.IsOff)
        {
            return null;
        }
        try
        {
            if (address.UnixPath is { } path)
            {
                return Directory.Exists(Path.GetDirectoryName(path)) ? TryUnix(path) : SocketError.AddressNotAvailable;
            }
            IPAddress ip = address.Address ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.IsEveryAddress && ip.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    // An existing path may be a live socket, so nothing is bound to it here.
    private static SocketError? TryUnix(string path)
    {
        if (!File.Exists(path))
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.Delete(path);
            return null;
        }
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(path));
            return SocketError.AddressAlreadyInUse;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static CliException Say(string name, ListenAddress address, SocketError error, Exception cause)
    {
        string instead = $"choose another with --{name}, or close the listener with --{name} off";
        switch (error)
        {
            case SocketError.AddressAlreadyInUse:
                string owner = address.UnixPath is null && ProcessFinder.ByListeningPort(address.Port) is { } process ? process : "another program";
                return new CliException(ExitCode.Unavailable, $"{name} cannot listen on {address}: {owner} already does; stop it, {instead}", cause);
            case SocketError.AccessDenied when address.UnixPath is null && address.Port < 1024:
                return new CliException(
                    ExitCode.NoPermission,
                    $"{name} cannot listen on {address}: ports below 1024 need a right that user {Environment.UserName} does not have; "
                    + $"give it (setcap cap_net_bind_service=+ep, or AmbientCapabilities in the systemd unit), {instead}", cause);
            case SocketError.AccessDenied:
                return new CliException(ExitCode.NoPermission, $"{name} cannot listen on {address}: not allowed; {instead}", cause);
            case SocketError.AddressNotAvailable:
                return new CliException(
                    ExitCode.Unavailable,
                    address.UnixPath is null
                        ? $"{name} cannot listen on {address}: this machine does not have that address; {instead}"
                        : $"{name} cannot listen on {address}: its folder does not exist; create it, or {instead}", cause);
            default:
                return new CliException(ExitCode.Unavailable, $"{name} cannot listen on {address} ({error}); {instead}", cause);
        }
    }
}
