using Port143.Cli;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bogus")]
    [InlineData("serve", "--bogus")]
    [InlineData("account")]
    [InlineData("account", "add")]
    [InlineData("account", "add", "a@example.org", "b@example.org")]
    [InlineData("serve", "--imap")]
    [InlineData("@file")]
    public async Task A_wrong_command_line_is_64_and_names_help(params string[] arguments)
    {
        Outcome outcome = await RunAsync(arguments);
        Assert.Equal(64, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains("--help", outcome.Errors);
    }

    [Fact]
    public async Task Help_lists_the_verbs_and_the_options_of_the_contract()
    {
        Outcome help = await RunAsync("--help");
        Assert.Equal(0, help.Code);
        Assert.All((string[])["serve", "account", "config"], verb => Assert.Contains(verb, help.Output));
        string serve = (await RunAsync("serve", "--help")).Output;
        Assert.All(
            (string[])["--data", "--imap ", "--imaps ", "--imaps585", "--lmtp", "--http", "--cleartext-login", "--log-level"],
            option => Assert.Contains(option, serve));
    }

    [Theory]
    [InlineData(64, "--imap", "nonsense")]
    [InlineData(64, "--imap", "127.0.0.1:65536")]
    [InlineData(64, "--imap", "unix:/tmp/x")]
    [InlineData(64, "--cleartext-login", "always")]
    [InlineData(64, "--log-level", "loud")]
    [InlineData(64, "--http", "127.0.0.1:8080")]
    public async Task A_wrong_option_of_serve_is_named(int code, params string[] options)
    {
        Outcome outcome = await RunAsync(["serve", "--data", _folder.Path, .. options]);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(options[0], outcome.Errors);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task A_wrong_configuration_starts_nothing_and_shows_every_mistake()
    {
        File.WriteAllText(_folder["port143.toml"], "[limits]\nidle = 5\nidel = 6\n");
        Outcome outcome = await RunAsync("serve", "--data", _folder.Path);
        Assert.Equal(78, outcome.Code);
        Assert.Contains("port143.toml:2:1:", outcome.Errors);
        Assert.Contains("port143.toml:3:1:", outcome.Errors);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_told_who_has_it()
    {
        using DataLock taken = DataLock.Take(_folder.Path);
        Outcome outcome = await RunAsync("serve", "--data", _folder.Path);
        Assert.Equal(75, outcome.Code);
        Assert.Contains("already served", outcome.Errors);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"(pid {Environment.ProcessId})", outcome.Errors);
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_78()
    {
        File.WriteAllText(_folder["port143.toml"], "[tls]\ncertificate = \"c.pem\"\nkey = \"k.pem\"\n");
        Outcome outcome = await RunAsync("serve", "--data", _folder.Path);
        Assert.Equal(78, outcome.Code);
        Assert.Contains(_folder["c.pem"], outcome.Errors);
    }

    [Fact]
    public async Task Config_describe_prints_a_file_that_config_check_accepts_line_by_line()
    {
        Outcome described = await RunAsync("config", "describe");
        Assert.Equal(0, described.Code);
        File.WriteAllText(_folder["port143.toml"], described.Output);
        Outcome check = await RunAsync("config", "check", "--data", _folder.Path);
        Assert.Equal((0, ""), (check.Code, check.Errors));
        Assert.Contains("no mistakes", check.Output);
        Assert.Equal(66, (await RunAsync("config", "check", "--data", _folder["none"])).Code);
    }
}
