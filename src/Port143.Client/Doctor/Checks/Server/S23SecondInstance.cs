using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S23: one server, and no other program, works on the data.</summary>
internal sealed class S23SecondInstance() : DoctorCheck("S23", "one server on the data", CheckGroup.Service)
{
    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        if (!Directory.Exists(server.PathOf("/proc/self")) && !Directory.Exists(server.PathOf("/proc/1")))
        {
            return Task.FromResult(Finding.Skipped("the processes of this system cannot be seen"));
        }
        string held = Path.Combine(server.DataFolder, "lock");
        var servers = new List<string>();
        var others = new List<string>();
        foreach ((string process, string command, IReadOnlyList<string> files) in ProcessFiles.Under(server, server.DataFolder))
        {
            if (process.EndsWith($"(pid {Environment.ProcessId})", StringComparison.Ordinal))
            {
                continue; // the doctor itself, at the store check
            }
            bool serves = command.Split(' ').Contains("serve") && command.Contains("port143", StringComparison.Ordinal);
            (files.Contains(held) || serves ? servers : others).Add(process);
        }
        return Task.FromResult(
            servers.Count > 1 ? Finding.Fail($"Two servers use this data: {string.Join(" and ", servers)}.").Because("the lock was removed, or lies on a file system without locks")
                .Do("Stop one of them first.", "systemctl stop port143; ps -fC port143")
            : others.Count > 0 ? Finding.Info($"{string.Join(", ", others)} has files of the data folder open.").Because("a backup, an import or a shell; mail.db must not be copied without the server's knowledge")
                .Do("See what it does.", $"fuser -v {server.DataFolder}/accounts/*/*/mail.db")
            : Finding.Ok(servers.Count == 1 ? servers[0] : "nobody uses it now"));
    }
}
