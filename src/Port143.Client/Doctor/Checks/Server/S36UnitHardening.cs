using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S36: systemd keeps the service to what it needs.</summary>
internal sealed class S36UnitHardening() : DoctorCheck("S36", "hardening of the unit", CheckGroup.System)
{
    // What the shipped unit has, and what may happen without it.
    private static readonly (string Property, string[] Good, string Without)[] Wanted =
    [
        ("NoNewPrivileges", ["yes"], "get more rights"),
        ("ProtectSystem", ["strict", "full"], "write to the system's folders"),
        ("ProtectHome", ["yes", "read-only", "tmpfs"], "read the homes of users"),
        ("PrivateTmp", ["yes", "disconnected"], "see the temporary files of others"),
        ("ProtectKernelModules", ["yes"], "load modules into the kernel"),
    ];

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        CommandOutput? unit = await examination.UnitAsync(cancel).ConfigureAwait(false);
        if (unit?.Value("LoadState") != "loaded")
        {
            return Finding.Skipped("there is no unit port143 of systemd here");
        }
        string[] missing = [.. Wanted.Where(w => !w.Good.Contains(unit.Value(w.Property))).Select(w => $"{w.Property}: without it, the service may {w.Without}")];
        return unit.Value("User") is null or "root" ? Finding.Warn("The service runs as root.").Do("Use the shipped unit file, docs/operations/port143.service.", "systemctl edit --full port143").With(missing)
            : missing.Length > 0 ? Finding.Info($"The unit lacks {missing.Length} of {Wanted.Length} protections.").With(missing).Do("Use the shipped unit file, docs/operations/port143.service.", "systemctl edit --full port143")
            : Finding.Ok("as the shipped unit");
    }
}
