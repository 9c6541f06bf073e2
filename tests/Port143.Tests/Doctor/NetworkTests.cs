using System.Diagnostics;
using System.Text.Json;
using Port143.Tests.Cli;

namespace Port143.Tests.Doctor;

/// <summary>The doctor as a user runs it, on a machine behind a router, with real packets, routes and firewalls.</summary>
public sealed class NetworkTests
{
    private const string Address = "10.99.2.2";

    private static ThreeNetworks Networks()
    {
        ThreeNetworks? networks = ThreeNetworks.TryMake();
        Assert.SkipWhen(networks is null, "network namespaces with nftables need the administrator");
        return networks!;
    }

    private static async Task<Dictionary<string, JsonElement>> ExamineAsync(ThreeNetworks networks, string only)
    {
        ProcessStartInfo program = Port143Process.StartInfo("doctor", Address, "--json", "--only", only);
        var start = new ProcessStartInfo("ip", ["netns", "exec", networks.Client, program.FileName, .. program.ArgumentList]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(output.StartsWith('{'), await errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);
    }

    private static void Is(JsonElement check, string status, string words)
    {
        string said = $"{check.GetProperty("status")}: {check.GetProperty("message")} {check.GetProperty("cause")}";
        Assert.True(check.GetProperty("status").GetString() == status && said.Contains(words, StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task A_router_that_drops_mail_ports_is_found()
    {
        using ThreeNetworks networks = Networks();
        ThreeNetworks.Rules(networks.Router, "forward", "tcp dport 25 drop", "tcp dport 143 drop", "tcp dport 993 drop");
        Dictionary<string, JsonElement> checks = await ExamineAsync(networks, "R06,R07,R09,R43");
        Is(checks["R06"], "fail", "filtered: no answer");
        Is(checks["R07"], "fail", "filtered");
        Is(checks["R09"], "fail", "a network on the way blocks mail");
        Is(checks["R43"], "warn", "Packets to 993 get past 10.99.1.1, 1 step from here, and stop behind it");
    }

    [Fact]
    public async Task A_host_where_everything_is_filtered_is_examined_within_15_seconds()
    {
        using ThreeNetworks networks = Networks();
        ThreeNetworks.Rules(networks.Server, "input", "drop");
        var watch = Stopwatch.StartNew();
        Dictionary<string, JsonElement> checks = await ExamineAsync(networks, string.Join(',', Client.Doctor.DoctorChecks.Remote.Select(c => c.Id)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"{watch.Elapsed}");
        Is(checks["R06"], "fail", "filtered: no answer");
        Is(checks["R09"], "warn", "Nothing of this host answers");
        Assert.DoesNotContain(checks.Values, c => c.GetProperty("message").GetString()!.StartsWith("did not come to an end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_router_that_refuses_is_named()
    {
        using ThreeNetworks networks = Networks();
        ThreeNetworks.Rules(networks.Router, "forward", "tcp dport 143 reject with icmp type admin-prohibited", "tcp dport 993 reject with icmp type admin-prohibited");
        Dictionary<string, JsonElement> checks = await ExamineAsync(networks, "R06,R43");
        Is(checks["R06"], "fail", "is refused by a firewall or a router");
        Is(checks["R43"], "warn", "993 is refused by 10.99.1.1, 1 step from here");
    }

    [Fact]
    public async Task A_firewall_on_the_server_that_answers_as_a_closed_port()
    {
        using ThreeNetworks networks = Networks();
        ThreeNetworks.Rules(networks.Server, "input", "tcp dport 993 reject with tcp reset");
        Dictionary<string, JsonElement> checks = await ExamineAsync(networks, "R06,R43");
        Is(checks["R06"], "fail", "no program listens on this port");
        Is(checks["R43"], "skipped", "the host itself answers");
    }

    [Fact]
    public async Task A_network_without_a_way_out_is_told_apart()
    {
        using ThreeNetworks networks = Networks();
        Assert.True(ThreeNetworks.Shell(networks.Client, "ip route del default"));
        Dictionary<string, JsonElement> checks = await ExamineAsync(networks, "R06");
        Is(checks["R06"], "fail", "out of reach: this machine has no path there");
    }

    [Fact]
    public async Task A_server_across_the_router_is_reached()
    {
        using ThreeNetworks networks = Networks();
        using var folder = new TemporaryFolder();
        ProcessStartInfo program = Port143Process.StartInfo("serve", "--data", folder["data"], "--imap", "*:143", "--imaps", "*:993", "--lmtp", "off");
        using Process server = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", networks.Server, program.FileName, .. program.ArgumentList])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            _ = server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            Dictionary<string, JsonElement> checks = await ExamineAsync(networks, "R06,R07,R12,R16,R20,R43,R45");
            foreach (string id in (string[])["R06", "R07", "R12", "R16", "R20", "R43", "R45"])
            {
                Is(checks[id], "ok", "");
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }
}
