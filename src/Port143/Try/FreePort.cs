using System.Net;
using System.Net.Sockets;
using Port143.Server;

namespace Port143.Try;

/// <summary>Finds ports that nobody listens on yet.</summary>
internal static class FreePort
{
    /// <summary>The first free port of 127.0.0.1 from a number on.</summary>
    public static ListenAddress From(int port)
    {
        for (; port <= ushort.MaxValue; port++)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return ListenAddress.Tcp(IPAddress.Loopback, port);
            }
            catch (SocketException)
            {
                // Taken, or kept for root: the next one.
            }
        }
        throw new IOException("There is no free port on 127.0.0.1.");
    }
}
