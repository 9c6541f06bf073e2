using System.Diagnostics;
using System.Text;
using Port143.Tests.Cli;

namespace Port143.Tests.Processes;

public sealed class StopTests : IDisposable
{
    private const string Address = "a@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SIGTERM_says_BYE_to_everyone_and_ends_in_time_whatever_clients_do()
    {
        await ServerUnderTest.AddAccountAsync(Data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        await using Wire stranger = await Wire.ConnectAsync(server.Imap);
        await using Wire quiet = await Wire.SignInAsync(server.Imap, Address);
        await using Wire secure = await Wire.SignInAsync(server.Imaps, Address, tls: true);
        await secure.OkAsync("SELECT INBOX");
        await using Wire idle = await Wire.SignInAsync(server.Imaps, Address, tls: true);
        await idle.OkAsync("SELECT INBOX");
        await idle.BeginAsync("IDLE");
        Assert.StartsWith("+", await idle.ReadLineAsync());
        await using Wire lmtp = await LmtpWire.ConnectAsync(server.Lmtp);

        // One is in the midst of an upload, one takes nothing of a large answer.
        await using Wire uploading = await Wire.SignInAsync(server.Imap, Address);
        await uploading.BeginAsync("APPEND INBOX {1000+}\r\nSubject: half");
        await using Wire deaf = await Wire.SignInAsync(server.Imap, Address);
        Assert.Equal("OK", (await deaf.AppendAsync("INBOX", "", new byte[20_000_000].Select(_ => (byte)'x').ToArray())).Status);
        await deaf.OkAsync("SELECT INBOX");
        await deaf.BeginAsync("FETCH 1 BODY[]");
        // And one has a command that runs: it is finished and answered.
        await using Wire busy = await Wire.SignInAsync(server.Imap, Address);
        await busy.OkAsync("SELECT INBOX");
        string copying = await busy.BeginAsync("COPY 1 Archive");

        var watch = Stopwatch.StartNew();
        server.Terminate();
        Task<int> exit = server.ExitAsync(TimeSpan.FromSeconds(20));
        WireReply copied = await busy.FinishAsync(copying);
        Assert.Equal("OK", copied.Status);
        foreach (Wire client in (Wire[])[stranger, quiet, secure, idle, busy])
        {
            string line;
            do
            {
                line = await client.ReadLineAsync();
            }
            while (!line.StartsWith("* BYE", StringComparison.Ordinal));
            await Assert.ThrowsAnyAsync<IOException>(client.ReadLineAsync);
        }
        Assert.StartsWith("421 ", await lmtp.ReadLineAsync());
        Assert.Equal(0, await exit);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        Assert.Equal("", await server.RestOfOutput);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_end_is_there_after_it()
    {
        await ServerUnderTest.AddAccountAsync(Data, Address);
        for (int i = 1; i <= 3; i++)
        {
            await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
            await using Wire wire = await Wire.SignInAsync(server.Imap, Address);
            Assert.Contains((await wire.OkAsync("SELECT INBOX")).Untagged, u => u.Text == $"* {i - 1} EXISTS");
            await wire.AppendAsync("INBOX", $"$Round{i}", Encoding.ASCII.GetBytes($"Subject: {i}\r\n\r\n"));
            await wire.OkAsync($"STORE 1:* +FLAGS ($Seen{i})");
            WireReply flags = await wire.OkAsync("FETCH 1 FLAGS");
            Assert.All(Enumerable.Range(1, i), n => Assert.Contains($"$Seen{n}", flags.Untagged[^1].Text));
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task A_data_folder_without_a_parent_is_66_and_a_file_in_its_place_73()
    {
        string[] ports = ["--imap", "127.0.0.1:0", "--imaps", "off", "--lmtp", "off"];
        Port143Process.Outcome outcome = await Port143Process.RunAsync(["serve", "--data", _folder["no/such"], .. ports]);
        Assert.Equal((66, ""), (outcome.Code, outcome.Output));
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
        File.WriteAllText(_folder["file"], "");
        outcome = await Port143Process.RunAsync(["serve", "--data", _folder["file"], .. ports]);
        Assert.Equal((73, ""), (outcome.Code, outcome.Output));
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }
}
