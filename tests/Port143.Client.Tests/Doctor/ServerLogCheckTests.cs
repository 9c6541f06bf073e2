using Port143.Client.Doctor;
using Port143.Client.Doctor.Logs;
using Port143.Storage;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks that read the log, each with the log of the fault that it is for.</summary>
public sealed class ServerLogCheckTests : ServerChecks
{
    private Examination WithLog(params string[] lines)
    {
        Log(lines);
        return Examine(f => f with { LogFile = LogPath });
    }

    private static string Refused(int i, string account = "info@example.org") =>
        $"warning Port143.SignIn/102: sign-in refused: ip=198.51.{i % 3}.{i % 200} listener=imaps cause=wrong-password account=\"{account}\"";

    [Fact]
    public async Task S27_somebody_guesses_passwords()
    {
        Finding many = await RunAsync(WithLog([.. Enumerable.Range(0, 1200).Select(i => Refused(i))]), "S27");
        Is(many, CheckStatus.Warn, "1,200 refused sign-ins in an hour, 100% of them for 'info@example.org', from 3 networks");
        Is(await RunAsync(WithLog([.. Enumerable.Range(0, 150).Select(i => Refused(i))]), "S27"), CheckStatus.Info, "150 refused");
        Is(await RunAsync(WithLog(Refused(1)), "S27"), CheckStatus.Ok, "1 refused");
        Is(await RunAsync(Examine(), "S27"), CheckStatus.Skipped, "no log was found");
    }

    [Fact]
    public async Task S27_who_is_blocked()
    {
        await using SqliteDirectory directory = SqliteDirectory.Open(Data, TimeProvider.System);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        ValueTask Block(string subject, int minutes) =>
            directory.ChangeBlocksAsync([new SignInBlock(subject, "test", now.AddHours(-1), now.AddMinutes(minutes))], [], [], TestContext.Current.CancellationToken);
        await Block("198.51.100.1/32", -1);
        Is(await RunAsync(Examine(), "S27"), CheckStatus.Skipped, "no log was found");
        await Block("198.51.100.7/32", 15);
        Is(await RunAsync(Examine(), "S27"), CheckStatus.Info, "1 networks and 0 accounts are blocked");
        await Block("joe@example.org", 15);
        Finding many = await RunAsync(WithLog([.. Enumerable.Range(0, 1200).Select(i => Refused(i))]), "S27");
        Is(many, CheckStatus.Warn, "1,200 refused");
        Assert.Contains("blocked: joe@example.org", many.Details);
        Is(await RunAsync(WithLog(Refused(1)), "S27"), CheckStatus.Info, "1 networks and 1 accounts are blocked");
    }

    [Fact]
    public async Task S28_groups_causes_and_names_the_client()
    {
        string[] tls = [.. Enumerable.Repeat("info Port143.Server/1004: imaps: 10.0.0.7:51000 has no TLS with us: Cannot determine the frame size or a corrupted frame was received.", 214)];
        string[] old = [.. Enumerable.Repeat("warning Port143.SignIn/102: sign-in refused: ip=10.0.0.8 listener=imaps cause=wrong-password account=\"joe@example.org\"", 5)];
        Finding finding = await RunAsync(WithLog([.. tls, .. old, "info Port143.Server/1014: imap: 10.0.0.9:5 began with TLS on the port without it; closed"]), "S28");
        Is(finding, CheckStatus.Warn, "214 times: client 10.0.0.7 speaks without encryption to the port that begins with TLS");
        Assert.Contains("5 times: client 10.0.0.8 as joe@example.org signs in with a wrong password", Assert.Single(finding.Details), StringComparison.Ordinal);
        Assert.Contains("set SSL/TLS for 993", finding.Remedies[0].Text, StringComparison.Ordinal);
        Is(await RunAsync(WithLog(Refused(1)), "S28"), CheckStatus.Ok, "none that anybody must look at");
    }

    [Fact]
    public async Task S28_reads_the_journal_and_json()
    {
        string time = DateTimeOffset.UtcNow.AddHours(-1).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
        Commands.Say("journalctl", $$$"""{"time":"{{{time}}}","level":"warning","category":"x","event":204,"message":"changed certificate files are ignored, the one in use stays: x","fields":{}}""" + "\n");
        Is(await RunAsync(Examine(), "S28"), CheckStatus.Warn, "Once: new certificate files are not taken");
        Log("error Port143.Server/1008: imap: 1.2.3.4:1 a: SELECT failed: disk");
        string text = (await File.ReadAllTextAsync(LogPath, Cancel)).Replace(DateTimeOffset.UtcNow.Year + "-", "2001-", StringComparison.Ordinal);
        await File.WriteAllTextAsync(LogPath, text, Cancel);
        Is(await RunAsync(Examine(f => f with { LogFile = LogPath }), "S28"), CheckStatus.Ok, "0 events");
    }

    [Fact]
    public async Task S29_a_bug_in_the_log()
    {
        const string crash = @"error Port143.Server/1007: imaps: 192.0.2.1:5 a: FETCH failed by an error that is ours | System.InvalidOperationException: oops\n   at Port143.Server.Fetch.Run(Int32 x) in f.cs:line 5\n   at Other.Thing()";
        Finding finding = await RunAsync(WithLog(crash, crash.Replace("192.0.2.1", "192.0.2.9", StringComparison.Ordinal)), "S29");
        Is(finding, CheckStatus.Fail, "A bug ended 2 sessions or tasks (fingerprint ");
        Assert.Equal("System.InvalidOperationException: oops", finding.Cause);
        Is(await RunAsync(WithLog(Refused(1)), "S29"), CheckStatus.Ok, "none");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("2026-11-28T04:36:23.123Z")]
    [InlineData("{\"time\":1}")]
    [InlineData("{\"time\":")]
    public void Lines_that_are_no_events(string line) => Assert.Null(LogLine.Read(line));
}
