using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class ServeTests : IDisposable
{
    private const string Password = "correct horse battery";
    private static readonly string[] AnyPorts = ["--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "off"];

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private Task<RunningServer> Serve(params string[] options) =>
        RunningServer.StartAsync(Data, null, options.Length == 0 ? AnyPorts : options);

    private async Task Add(string address) =>
        Assert.Equal(0, (await RunAsync(Password, ["account", "add", address, "--password-stdin", "--data", Data])).Code);

    private static async Task<ImapClient> Connect(RunningServer server, string listener)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync(
            "127.0.0.1", server.Port(listener), listener == "imaps" ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls);
        return client;
    }

    [Fact]
    public async Task It_says_where_it_listens_serves_and_ends_with_0()
    {
        await Add("bob@example.org");
        await using RunningServer server = await Serve("--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "unix:" + _folder["lmtp"], "--http", "off");
        Assert.Matches(@"^ready imap=127\.0\.0\.1:\d+ imaps=127\.0\.0\.1:\d+ lmtp=unix:\S+$", server.ReadyLine);
        foreach (string listener in (string[])["imap", "imaps"])
        {
            using ImapClient client = await Connect(server, listener);
            await client.AuthenticateAsync("Bob@Example.org", Password);
            Assert.NotNull(client.GetFolder(SpecialFolder.Trash));
            await client.DisconnectAsync(true);
        }
        using ImapClient idle = await Connect(server, "imaps");
        var watch = Stopwatch.StartNew();
        (int code, string output, string errors) = await server.StopAsync();
        Assert.Equal((0, ""), (code, output));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        Assert.Contains("stopping: signal=SIGTERM", errors);
        Assert.DoesNotContain(Password, errors);
        Assert.EndsWith("stopped\n", errors);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_too()
    {
        await using RunningServer server = await Serve();
        Assert.Equal(0, (await server.StopAsync("INT")).Code);
    }

    [Fact] // F06
    public async Task Account_verbs_count_at_once_while_it_runs()
    {
        await using RunningServer server = await Serve();
        await Add("bob@example.org");
        async Task<bool> SignsIn(string password)
        {
            using ImapClient client = await Connect(server, "imaps");
            try
            {
                await client.AuthenticateAsync("bob@example.org", password);
                return true;
            }
            catch (AuthenticationException)
            {
                return false;
            }
        }
        Assert.True(await SignsIn(Password));
        Assert.True(await SignsIn(Password));
        Assert.Equal(0, (await RunAsync("another long password", ["account", "passwd", "bob@example.org", "--password-stdin", "--data", Data])).Code);
        Assert.False(await SignsIn(Password));
        Assert.True(await SignsIn("another long password"));
        Assert.Equal(0, (await RunAsync("account", "disable", "bob@example.org", "--data", Data)).Code);
        Assert.False(await SignsIn("another long password"));
        Assert.Equal(0, (await RunAsync("account", "enable", "bob@example.org", "--data", Data)).Code);
        Assert.True(await SignsIn("another long password"));
        Assert.Equal(0, (await RunAsync("account", "delete", "bob@example.org", "--yes", "--data", Data)).Code);
        Assert.False(await SignsIn("another long password"));
    }

    [Fact]
    public async Task A_port_in_use_is_69_and_its_holder_is_named()
    {
        await using RunningServer server = await Serve();
        Outcome second = await RunAsync(
            "serve", "--data", _folder["other"], "--imap", server.Address("imap"), "--imaps", "off", "--lmtp", "off");
        Assert.Equal(69, second.Code);
        Assert.Empty(second.Output);
        Assert.Contains(server.Address("imap"), second.Errors);
        Assert.Contains("--imap off", second.Errors);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"port143 (pid {server.ProcessId})", second.Errors);
        }
    }

    [Fact]
    public async Task A_second_server_on_the_data_is_75_and_the_first_goes_on()
    {
        await using RunningServer server = await Serve();
        Assert.Equal(75, (await RunAsync(["serve", "--data", Data, .. AnyPorts])).Code);
        using ImapClient client = await Connect(server, "imaps");
        Assert.True(client.IsConnected);
        Assert.Equal(0, (await server.StopAsync()).Code);
        await using RunningServer next = await Serve();
    }

    [Theory]
    [InlineData("192.0.2.1:0", "does not have that address")]
    [InlineData("unix:/no/such/folder/lmtp", "its folder does not exist")]
    public async Task An_address_that_is_not_there_is_69(string address, string expected)
    {
        Outcome outcome = await RunAsync("serve", "--data", Data, "--imap", "off", "--imaps", "off", "--lmtp", address);
        Assert.Equal(69, outcome.Code);
        Assert.Contains(expected, outcome.Errors);
    }

    [Fact]
    public async Task A_socket_that_a_killed_server_left_does_not_hold_up_the_next()
    {
        string[] options = ["--imap", "127.0.0.1:0", "--imaps", "off", "--lmtp", "unix:" + _folder["lmtp"]];
        await using (RunningServer killed = await Serve(options))
        {
        }
        await using RunningServer next = await Serve(options);
        Assert.Equal(0, (await next.StopAsync()).Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_77()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "the administrator may write everywhere");
        await Add("bob@example.org");
        using (Process.Start("chmod", ["-R", "a-w", Data]))
        {
        }
        Assert.Equal(77, (await RunAsync(["serve", "--data", Data, .. AnyPorts])).Code);
        using Process undo = Process.Start("chmod", ["-R", "u+w", Data]);
        await undo.WaitForExitAsync();
    }

    [Fact]
    public async Task A18_the_wrong_language_on_a_port_is_ended_quickly()
    {
        await using RunningServer server = await Serve();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port("imaps"));
        await client.GetStream().WriteAsync("a1 CAPABILITY\r\n"u8.ToArray());
        var watch = Stopwatch.StartNew();
        byte[] answer = new byte[1000];
        try
        {
            while (await client.GetStream().ReadAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }
}
