using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Port143.Tests.Cli;
using Port143.Tests.Processes;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Doctor;

#pragma warning disable CA1416 // modes of files: these tests run where there are some
/// <summary>The verb: its output, its exit codes, what it writes and what it runs.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private const string Canary = "canary-Qz81";
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_secret_is_in_a_bundle()
    {
        await ServerUnderTest.AddAccountAsync(Data, "alice@example.org");
        await File.WriteAllTextAsync(Path.Combine(Data, "port143.toml"), $"[oauth]\nclient_secret = \"{Canary}\"\n", TestContext.Current.CancellationToken);
        string log = _folder["log"], bundle = _folder["report.zip"];
        await File.WriteAllTextAsync(log, $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} error Port143.Server/1007: imap: 192.0.2.1:5 alice@example.org: LOGIN alice@example.org {Canary} failed | System.Exception: password={Canary}\n", TestContext.Current.CancellationToken);
        Outcome outcome = await RunAsync("doctor", "--server", "--data", Data, "--log", log, "--bundle", bundle, "--only", "S01,S28,S29");
        Assert.Equal(2, outcome.Code);
        using ZipArchive zip = ZipFile.OpenRead(bundle);
        Assert.Equal(["report.json", "report.txt", "port143.toml", "log.txt"], zip.Entries.Select(e => e.Name));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain(Canary, text);
            Assert.DoesNotContain("alice", text);
        }
    }

    [Fact]
    public async Task Fix_prints_and_only_apply_runs()
    {
        await ServerUnderTest.AddAccountAsync(Data, "alice@example.org");
        const UnixFileMode open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(Data, open);
        Outcome printed = await RunAsync("doctor", "--server", "--data", Data, "--only", "S22", "--fix");
        Assert.Equal(2, printed.Code);
        Assert.Contains($"chmod o-rwx {Data}", printed.Output);
        Assert.Contains("Nothing was run", printed.Output);
        Assert.Equal(open, File.GetUnixFileMode(Data));
        Outcome applied = await RunAsync("doctor", "--server", "--data", Data, "--only", "S22", "--fix", "--apply");
        Assert.Contains("#   done", applied.Output);
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(Data) & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute));
        Assert.Equal(0, (await RunAsync("doctor", "--server", "--data", Data, "--only", "S22")).Code);
    }

    [Fact]
    public async Task Fix_is_a_script_and_what_is_to_be_filled_in_is_a_comment()
    {
        Outcome printed = await RunAsync("doctor", "127.0.0.1", "--only", "R06", "--imaps-port", "1", "--imap-port", "1", "--fix");
        Assert.Contains("\nsystemctl status port143\n", printed.Output);
        Assert.Contains("\n#     port143 doctor --server --data DIR\n", printed.Output);
        string script = _folder["fix.sh"];
        await File.WriteAllTextAsync(script, printed.Output, TestContext.Current.CancellationToken);
        using var shell = System.Diagnostics.Process.Start("sh", ["-n", script]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    [Theory]
    [InlineData(64, "doctor")]
    [InlineData(64, "doctor", "localhost", "--apply")]
    [InlineData(66, "doctor", "localhost", "--ca", "/no/such/file")]
    [InlineData(64, "doctor", "no host!")]
    [InlineData(64, "doctor", "localhost", "--only", "X99")]
    [InlineData(0, "doctor", "127.0.0.1", "--only", "R03,R41,R34", "--imaps-port", "1", "--imap-port", "1", "--quiet")]
    [InlineData(2, "doctor", "127.0.0.1", "--only", "R06", "--imaps-port", "1", "--imap-port", "1")]
    public async Task Exit_codes_are_those_of_monitors(int code, params string[] arguments)
    {
        // R34 alone has nothing to look at; with R01, which is well, the run is well.
        Outcome outcome = await RunAsync(arguments);
        Assert.Equal(code, outcome.Code);
    }

    [Fact]
    public async Task Where_nothing_could_be_examined_the_exit_code_is_3()
    {
        await ServerUnderTest.AddAccountAsync(Data, "alice@example.org");
        Assert.Equal(3, (await RunAsync("doctor", "--server", "--data", Data, "--only", "S34")).Code); // no updates are configured
    }

    [Fact]
    public async Task A_healthy_server_gives_no_finding_above_info()
    {
        await ServerUnderTest.AddAccountAsync(Data, "alice@example.org");
        await using RunningServer server = await RunningServer.StartAsync(Data, null, "--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "off");
        Outcome outcome = await RunAsync(
            "", ["doctor", "localhost", "--json", "--imap-port", $"{server.Port("imap")}", "--imaps-port", $"{server.Port("imaps")}", "--i-own-this"]);
        JsonElement checks = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("checks");
        string[] above = [.. checks.EnumerateArray().Where(c => c.GetProperty("status").GetString() is "warn" or "fail").Select(c => $"{c.GetProperty("id")} {c.GetProperty("message")}")];
        // What this place, and not the server, is to blame for: localhost is no public name, and the certificate is self-signed.
        Assert.DoesNotContain(above, a => !a.StartsWith("R03", StringComparison.Ordinal) && !a.StartsWith("R22", StringComparison.Ordinal) && !a.StartsWith("R04", StringComparison.Ordinal));
    }
}
