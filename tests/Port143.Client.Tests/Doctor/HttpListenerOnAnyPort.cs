using System.Net;

namespace Port143.Client.Tests.Doctor;

/// <summary>A web server that has no page and tells the time.</summary>
internal sealed class HttpListenerOnAnyPort : IDisposable
{
    private readonly System.Net.Sockets.TcpListener _listener = new(IPAddress.Loopback, 0);

    public HttpListenerOnAnyPort()
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using System.Net.Sockets.TcpClient client = await _listener.AcceptTcpClientAsync();
                byte[] request = new byte[4096];
                try
                {
                    if (await client.GetStream().ReadAsync(request) > 0)
                    {
                        string answer = $"HTTP/1.1 404 Not Found\r\nDate: {DateTimeOffset.UtcNow:R}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
                    }
                }
                catch (IOException)
                {
                    // A probe of the port alone.
                }
            }
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Stop();
}
