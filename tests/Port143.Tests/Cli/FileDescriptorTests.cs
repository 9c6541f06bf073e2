using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

/// <summary>A process that has no file descriptors left serves those whom it knows, and everybody as soon as it has some.</summary>
public sealed class FileDescriptorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task I02_WithoutFileDescriptorsItWaitsAndGoesOn()
    {
        string data = _folder["data"];
        Assert.Equal(0, (await RunAsync("correct horse battery", ["account", "add", "bob@example.org", "--password-stdin", "--data", data])).Code);
        await using RunningServer server = await RunningServer.StartAsync(
            data, null, "--imap", "127.0.0.1:0", "--imaps", "off", "--lmtp", "off", "--cleartext-login", "loopback");
        int port = server.Port("imap");
        using TcpClient known = new("127.0.0.1", port);
        await ExpectAsync(known, "* OK");
        await SayAsync(known, "a LOGIN bob@example.org \"correct horse battery\"\r\n");
        await ExpectAsync(known, "a OK");

        int open = Directory.GetFiles($"/proc/{server.ProcessId}/fd").Length;
        Assert.SkipUnless(TrySetLimit(server.ProcessId, open + 20), "prlimit is not there");
        var flood = new List<TcpClient>();
        for (int i = 0; i < 100; i++)
        {
            flood.Add(new TcpClient("127.0.0.1", port));
        }
        await Task.Delay(1000);
        TimeSpan before = CpuOf(server.ProcessId);
        await Task.Delay(1000);
        Assert.InRange(CpuOf(server.ProcessId) - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(700)); // it does not spin
        await SayAsync(known, "b NOOP\r\n");
        await ExpectAsync(known, "b OK");

        flood.ForEach(c => c.Dispose());
        await ExpectGreetingSoonAsync(port);
        (int code, _, string errors) = await server.StopAsync();
        Assert.Equal(0, code);
        Assert.Contains("cannot accept connections for the moment", errors, StringComparison.Ordinal);
    }

    // The server has the flood to take leave of first; who comes before that is done is turned away and comes again.
    private static async Task ExpectGreetingSoonAsync(int port)
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            using TcpClient late = new("127.0.0.1", port);
            byte[] greeting = new byte[4];
            try
            {
                int length = await late.GetStream().ReadAtLeastAsync(greeting, greeting.Length, throwOnEndOfStream: false)
                    .AsTask().WaitAsync(TimeSpan.FromSeconds(10));
                if (Encoding.ASCII.GetString(greeting, 0, length) == "* OK")
                {
                    return;
                }
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(20))
            {
                // Cut before the greeting: the same as turned away.
            }
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(20), "nobody is greeted although there are descriptors again");
            await Task.Delay(200);
        }
    }

    private static TimeSpan CpuOf(int process)
    {
        using Process one = Process.GetProcessById(process);
        return one.TotalProcessorTime;
    }

    private static bool TrySetLimit(int process, int count)
    {
        try
        {
            using Process limit = Process.Start("prlimit", ["--pid", process.ToString(), $"--nofile={count}:{count}"]);
            limit.WaitForExit();
            return limit.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task SayAsync(TcpClient client, string line) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line));

    private static async Task ExpectAsync(TcpClient client, string beginning)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (line.Length == 0 || line[^1] != '\n')
        {
            Assert.Equal(1, await client.GetStream().ReadAsync(one, patience.Token));
            line.Append((char)one[0]);
        }
        Assert.StartsWith(beginning, line.ToString(), StringComparison.Ordinal);
    }
}
