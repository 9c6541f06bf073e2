using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Port143.Tests.Cli;

namespace Port143.Tests.Processes;

[Collection(OneAtATime.Name)]
public sealed class MemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Six_hundred_idle_clients_cost_less_than_72_KB_each()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        string[] accounts = [.. Enumerable.Range(0, 4).Select(i => $"u{i}@example.org")];
        foreach (string account in accounts)
        {
            await ServerUnderTest.AddAccountAsync(Data, account);
        }
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--log-level", "warning");
        var clients = new List<Wire>();
        await ConnectAsync(400); // what is made once is made
        long before = await SettledAsync(server);
        await ConnectAsync(600);
        long after = await SettledAsync(server);
        double each = (after - before) / 600.0 / 1024;
        Report.Line(string.Create(
            CultureInfo.InvariantCulture, $"memory: {each:F1} KiB for each idle TLS connection, {after / 1048576.0:F0} MiB with {clients.Count} of them"));
        // The promise is 64 KiB with 5,000 of them; among 600, code that is compiled anew meanwhile counts for some.
        Assert.True(each < 72, $"{each} KiB");
        foreach (Wire client in clients)
        {
            await client.DisposeAsync();
        }
        await server.StopAsync();

        async Task ConnectAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Wire client = await Wire.SignInAsync(server.Imaps, accounts[clients.Count % accounts.Length], tls: true);
                await client.OkAsync("SELECT INBOX");
                await client.BeginAsync("IDLE");
                Assert.StartsWith("+", await client.ReadLineAsync());
                clients.Add(client);
            }
        }
    }

    [Fact]
    public async Task A_large_message_passes_through_without_being_held()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await ServerUnderTest.AddAccountAsync(Data, "a@example.org");
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data);
        await using Wire wire = await Wire.SignInAsync(server.Imaps, "a@example.org", tls: true);
        byte[] warm = Make(300_000);
        await wire.AppendAsync("INBOX", "", warm);
        await wire.OkAsync("SELECT INBOX");
        await wire.OkAsync("FETCH 1 (BODY.PEEK[] BODYSTRUCTURE)");
        long before = server.PeakResidentBytes;
        byte[] message = Make(50_000_000);
        Assert.Equal("OK", (await wire.AppendAsync("INBOX", "", message)).Status);
        long appended = server.PeakResidentBytes;
        WireReply fetched = await wire.OkAsync("FETCH 2 BODY.PEEK[]");
        Assert.True(message.AsSpan().SequenceEqual(fetched.Untagged.Single(u => u.Literals.Count > 0).Literals[0]));
        long after = server.PeakResidentBytes;
        Report.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"memory: APPEND of 50 MB over TLS added {(appended - before) / 1e6:F0} MB at the peak, FETCH of it {(after - appended) / 1e6:F0} MB"));
        Assert.True(after - before < 80_000_000, $"{before} {appended} {after}");
        await server.StopAsync();
    }

    // A multipart message with one attachment, so that there is something to parse.
    private static byte[] Make(int size)
    {
        string content = Convert.ToBase64String(RandomNumberGenerator.GetBytes(size / 4 * 3 / 78 * 76), Base64FormattingOptions.InsertLineBreaks);
        return Encoding.ASCII.GetBytes(
            "From: a@example.org\r\nSubject: large\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n"
            + "Content-Type: application/octet-stream; name=file\r\nContent-Transfer-Encoding: base64\r\n\r\n" + content + "\r\n--b--\r\n");
    }

    // The lowest of several looks: collections come when they like.
    private static async Task<long> SettledAsync(ServerUnderTest server)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 8; i++)
        {
            await Task.Delay(250);
            least = Math.Min(least, server.ResidentBytes);
        }
        return least;
    }
}
