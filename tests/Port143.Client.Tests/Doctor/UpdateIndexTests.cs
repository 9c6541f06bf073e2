using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>The signed index of versions, served on loopback.</summary>
public sealed class UpdateIndexTests : ServerChecks
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static string Index(string version, bool security = false, int days = 10, int issuedDays = -1) =>
        $$"""{"schema":"port143.updates/1","issued":"{{DateTimeOffset.UtcNow.AddDays(issuedDays):O}}","expires":"{{DateTimeOffset.UtcNow.AddDays(days):O}}","releases":[{"version":"1.0.0"},{"version":"{{version}}","security":{{(security ? "true" : "false")}},"notes":"https://example.org/{{version}}"}]}""";

    private async Task<Finding> AskAsync(string index, string? signed = null, ECDsa? by = null)
    {
        byte[] signature = (by ?? _key).SignData(Encoding.UTF8.GetBytes(signed ?? index), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var web = new Web(path => path.EndsWith(".sig", StringComparison.Ordinal) ? Convert.ToBase64String(signature) + "\n" : index);
        return await RunAsync(Examine(f => f with { UpdateIndex = $"http://127.0.0.1:{web.Port}/index.json", UpdateKey = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()) }), "S34");
    }

    [Fact]
    public async Task S34_a_newer_version_is_out()
    {
        Is(await RunAsync(Examine(), "S34"), CheckStatus.Skipped, "nobody is asked");
        Is(await AskAsync(Index("1.2.0")), CheckStatus.Ok, "1.2.0 is the newest");
        Is(await AskAsync(Index("1.10.0")), CheckStatus.Info, "1.10.0 is out; 1.2.0 runs here");
        Finding security = await AskAsync(Index("1.4.2", security: true));
        Is(security, CheckStatus.Warn, "1.4.2 is out and fixes a security problem");
        Assert.Equal("https://example.org/1.4.2", security.Remedies[0].Url);
    }

    [Fact]
    public async Task S34_an_index_that_must_not_be_believed()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Is(await AskAsync(Index("1.4.2"), by: other), CheckStatus.Warn, "its signature is not the one of the key");
        Is(await AskAsync(Index("1.4.2"), signed: Index("1.2.0")), CheckStatus.Warn, "its signature is not the one of the key");
        Is(await AskAsync(Index("1.4.2", days: -1, issuedDays: -40)), CheckStatus.Warn, "an old copy");
        // Played again within the time that it claims to live: its date of issue ends that.
        Is(await AskAsync(Index("1.2.0", days: 3000, issuedDays: -46)), CheckStatus.Warn, "more than 45 days ago: an old copy");
        Is(await AskAsync(Index("1.2.0", days: 3000, issuedDays: -44)), CheckStatus.Ok, "is the newest");
        Is(await AskAsync(Index("1.1.9")), CheckStatus.Warn, "does not know 1.2.0, which runs here: an old copy");
        Is(await AskAsync(Index("1.4.2", issuedDays: 3)), CheckStatus.Warn, "signed in the future");
        Is(await AskAsync(new string(' ', 300_000) + Index("1.4.2")), CheckStatus.Warn, "has more than 262144 bytes");
        Is(await AskAsync("{\"schema\":\"other/1\"}"), CheckStatus.Warn, "not of the schema");
        Is(await AskAsync("{\"schema\":\"port143.updates/1\"}"), CheckStatus.Warn, "cannot be read");
    }

    [Fact]
    public async Task An_index_that_cannot_be_had_is_no_fault_of_the_server() => Is(
        await RunAsync(Examine(f => f with { UpdateIndex = $"http://127.0.0.1:{RemoteExamination.ClosedPort()}/x", UpdateKey = "AAAA" }), "S34"), CheckStatus.Skipped, "cannot be had");

    private sealed class Web : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Web(Func<string, string> answer)
        {
            _listener.Start();
            _ = Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        using TcpClient client = await _listener.AcceptTcpClientAsync();
                        var request = new byte[8192];
                        int read = await client.GetStream().ReadAsync(request);
                        string path = Encoding.ASCII.GetString(request, 0, read).Split(' ')[1];
                        byte[] body = Encoding.UTF8.GetBytes(answer(path));
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
                        await client.GetStream().WriteAsync(body);
                    }
                }
                catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
                {
                    // The test is over, or the doctor has read enough.
                }
            });
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Stop();
    }
}
