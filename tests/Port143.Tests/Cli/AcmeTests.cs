using System.Text.Json;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

/// <summary><c>port143 acme</c>, with an authority that is not there. What it gets from one is tested beside the server.</summary>
public sealed class AcmeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private async Task MakeAsync() =>
        Assert.Equal(0, (await RunAsync("correct horse battery", ["account", "add", "bob@example.org", "--password-stdin", "--data", Data])).Code);

    [Fact]
    public async Task Without_names_it_is_off()
    {
        await MakeAsync();
        Outcome status = await RunAsync("acme", "status", "--data", Data);
        Assert.Equal(0, status.Code);
        Assert.StartsWith("off: ", status.Output);
        Assert.Equal(78, (await RunAsync("acme", "renew", "--data", Data)).Code);
    }

    [Fact]
    public async Task It_says_how_the_certificate_stands_and_what_came_of_a_renewal()
    {
        await MakeAsync();
        File.WriteAllText(Path.Combine(Data, "port143.toml"), """
            [acme]
            names = ["imap.port143.test"]
            directory = "https://127.0.0.1:1/dir"
            """);
        Assert.Contains("none that can be read", (await RunAsync("acme", "status", "--data", Data)).Output);
        Assert.Equal(69, (await RunAsync("acme", "renew", "--data", Data)).Code);

        await using RunningServer server = await RunningServer.StartAsync(
            Data, null, "--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "off");
        Outcome renewed = await RunAsync("acme", "renew", "--data", Data);
        Assert.Equal(75, renewed.Code);
        Assert.Contains("the certificate was not renewed, the one in use stays: ", renewed.Errors);
        Outcome status = await RunAsync("acme", "status", "--data", Data);
        Assert.Matches("names +imap.port143.test\nauthority +https://127.0.0.1:1/dir\ncertificate +self-signed, ends 20.*\nrenewal +20.*\nlast error +.*tries have failed", status.Output);
        using JsonDocument json = JsonDocument.Parse((await RunAsync("acme", "status", "--json", "--data", Data)).Output);
        Assert.True(json.RootElement.GetProperty("failures").GetInt32() >= 1);
        Assert.True(json.RootElement.GetProperty("selfSigned").GetBoolean());
        Assert.True(json.RootElement.GetProperty("renewal").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }
}
