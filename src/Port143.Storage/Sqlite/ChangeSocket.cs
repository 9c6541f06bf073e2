using System.Net.Sockets;
using System.Text;

namespace Port143.Storage.Sqlite;

/// <summary>
/// How processes tell the server that they changed an account: a datagram with the account's id to a socket in the data
/// folder. It is only a hint; the log is the truth, so a lost one costs a moment and a forged one a look.
/// </summary>
internal sealed class ChangeSocket : IDisposable
{
    private readonly string _path;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly bool _listens;

    private ChangeSocket(string path, bool listens)
    {
        _path = path;
        _listens = listens;
    }

    /// <summary>A socket to hear with. Null where the system has no such sockets; the server then hears on the next SELECT.</summary>
    public static ChangeSocket? Listen(string dataFolder)
    {
        try
        {
            var socket = new ChangeSocket(SocketPath(dataFolder), listens: true);
            File.Delete(socket._path);
            socket._socket.Bind(new UnixDomainSocketEndPoint(socket._path));
            return socket;
        }
        catch (Exception error) when (error is SocketException or ArgumentException or PlatformNotSupportedException or IOException)
        {
            return null;
        }
    }

    /// <summary>A socket to tell with.</summary>
    public static ChangeSocket Teller(string dataFolder)
    {
        var socket = new ChangeSocket(SocketPath(dataFolder), listens: false);
        socket._socket.Blocking = false;
        return socket;
    }

    /// <summary>Tells the server, if one listens.</summary>
    public void Tell(AccountId account)
    {
        try
        {
            if (File.Exists(_path))
            {
                _socket.SendTo(Encoding.ASCII.GetBytes(account.Value), new UnixDomainSocketEndPoint(_path));
            }
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            // No server, or a busy one: it finds out on the next SELECT.
        }
    }

    /// <summary>Waits for the next account that another process changed; null for noise.</summary>
    public async Task<AccountId?> HearAsync(CancellationToken cancel)
    {
        byte[] buffer = new byte[64];
        int length = await _socket.ReceiveAsync(buffer, cancel).ConfigureAwait(false);
        try
        {
            return AccountId.Parse(Encoding.ASCII.GetString(buffer, 0, length));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_listens)
        {
            File.Delete(_path);
        }
    }

    private static string SocketPath(string dataFolder) => Path.Combine(dataFolder, "changes.sock");
}
