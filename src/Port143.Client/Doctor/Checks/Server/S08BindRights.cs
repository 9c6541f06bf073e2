using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S08: this user may open ports as low as the configured ones.</summary>
internal sealed class S08BindRights() : DoctorCheck("S08", "right to open low ports", CheckGroup.Service)
{
    private const int CapNetBindService = 10; // linux/capability.h
    private const int UsualFirst = 1024;

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        long first = server.NumberIn("/proc/sys/net/ipv4/ip_unprivileged_port_start") ?? UsualFirst;
        int[] low = [.. server.Listeners.Where(l => l.Port > 0 && l.Port < first).Select(l => l.Port)];
        if (low.Length == 0)
        {
            return Task.FromResult(Finding.Ok("no low port is configured"));
        }
        string? effective = server.LinesOf("/proc/self/status").FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal))?[7..].Trim();
        if (!ulong.TryParse(effective, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out ulong rights))
        {
            return Task.FromResult(Finding.Skipped("the rights of this process cannot be read"));
        }
        return Task.FromResult((rights >> CapNetBindService & 1) != 0
            ? Finding.Ok($"{string.Join(", ", low)} may be opened")
            : Finding.Fail($"User {Environment.UserName} is not allowed to open port {low[0]}.").Because($"ports below {first} need the right CAP_NET_BIND_SERVICE")
                .Do("In the unit of the service:", "AmbientCapabilities=CAP_NET_BIND_SERVICE").Do("Or lower the limit for everybody:", $"sysctl net.ipv4.ip_unprivileged_port_start={low.Min()}"));
    }
}
