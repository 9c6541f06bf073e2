using System.Globalization;
using Port143.Load;
using Port143.Load.Measure;
using Port143.Load.Workloads;
using Port143.Tests.Cli;
using Port143.Tests.Processes;

namespace Port143.Tests.Load;

/// <summary>The workloads at a tiny scale against the real server: that they run and that they count right. Time is not judged.</summary>
[Collection(OneAtATime.Name)]
public sealed class WorkloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_workload_runs_and_reports_what_it_did()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await ServerUnderTest.AddAccountAsync(_folder["data"], "load@example.org");
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(_folder["data"], "--cleartext-login", "loopback");
        // One account under all numbers.
        var target = new Target(new Arguments([
            "--server", "port143", "--port", Text(server.Imap), "--tls-port", Text(server.Imaps), "--lmtp-port", Text(server.Lmtp),
            "--user", "load@example.org", "--password", ServerUnderTest.Password, "--accounts", "1", "--pid", Text(server.Pid), "--data", _folder["data"]]));
        var samples = new List<Sample>();
        Scale scale = Scale.Tiny with { MixedClients = 1, Settle = 0, LoginSeconds = 0 };
        var run = new LoadRun(target, scale, round: 1, seed: 8, samples.Add);
        foreach (string name in (string[])["prepare", "W12", "W1b", "W2", "W3first", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W13"])
        {
            await Task.Run(() => AllWorkloads.Find(name).Run(run), TestContext.Current.CancellationToken);
        }
        Assert.All(samples, s => Assert.True(s.Server == "port143" && s.Operations > 0 && (s.Wall > 0 || s.P50 > 0 || s.Value > 0), s.ToString()));
        Sample bodies = Named("prepare bodies");
        Assert.Equal(scale.Bodies, bodies.Operations);
        Assert.InRange(Named("W4 body[]").Bytes, bodies.Bytes, bodies.Bytes + scale.Bodies * 60); // what the response adds
        Assert.Equal(scale.Bodies, Named("W8 move").Operations);
        Assert.Equal(1, Named("W6 subject rare").Value);
        Assert.Equal(Named("W6 subject rare").Value, Named("W6 subject inside").Value);
        Assert.Equal(scale.Views / 3, Named("W6 unseen").Value);
        Assert.True(target.Processes.CpuSeconds() > 0);
        Assert.InRange(target.Processes.Memory().Kibibytes, 5_000, 1_000_000);
        await server.StopAsync();

        Sample Named(string name) => Assert.Single(samples, s => s.Name == name);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
