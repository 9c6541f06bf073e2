using System.Diagnostics;
using System.Globalization;

namespace Port143.Load.Measure;

/// <summary>
/// The server's processes: those of a control group (exact, ended children included; versions 1 and 2), or a process and its
/// descendants as /proc shows them.
/// </summary>
internal sealed class ServerProcesses(string? cgroup, int pid)
{
    /// <summary>CPU time since the beginning, in seconds; 0 if nobody said whose.</summary>
    public double CpuSeconds()
    {
        if (cgroup is not null && File.Exists(Path.Combine(cgroup, "cpuacct.usage")))
        {
            return Number(File.ReadAllText(Path.Combine(cgroup, "cpuacct.usage"))) / 1e9;
        }
        if (cgroup is not null)
        {
            return Number(File.ReadLines(Path.Combine(cgroup, "cpu.stat")).First(l => l.StartsWith("usage_usec", StringComparison.Ordinal))[11..]) / 1e6;
        }
        return pid > 0 ? Tree().Sum(CpuTicks) / 100.0 : 0;
    }

    /// <summary>Proportional set size of all processes together, in KiB, and how many they are.</summary>
    public (long Kibibytes, int Count) Memory()
    {
        long sum = 0;
        int count = 0;
        foreach (int process in Ids())
        {
            try
            {
                foreach (string line in File.ReadLines($"/proc/{process}/smaps_rollup"))
                {
                    if (line.StartsWith("Pss:", StringComparison.Ordinal))
                    {
                        sum += (long)Number(line[4..^2]);
                        count++;
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile.
            }
        }
        return (sum, count);
    }

    /// <summary>CPU seconds that the whole machine has spent.</summary>
    public static double MachineSeconds()
    {
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (Number(fields[1]) + Number(fields[2]) + Number(fields[3]) + Number(fields[6]) + Number(fields[7])) / 100;
    }

    private IEnumerable<int> Ids() =>
        cgroup is not null ? File.ReadAllLines(Path.Combine(cgroup, "cgroup.procs")).Select(l => int.Parse(l, CultureInfo.InvariantCulture))
        : pid > 0 ? Tree()
        : [];

    private List<int> Tree()
    {
        var parents = new Dictionary<int, int>();
        foreach (Process process in Process.GetProcesses())
        {
            using (process)
            {
                if (Stat(process.Id) is { } stat)
                {
                    parents[process.Id] = int.Parse(stat[1], CultureInfo.InvariantCulture);
                }
            }
        }
        return [.. parents.Keys.Where(IsOurs)];

        bool IsOurs(int process)
        {
            for (int depth = 0; depth < 64 && process != pid; depth++)
            {
                if (!parents.TryGetValue(process, out process))
                {
                    return false;
                }
            }
            return process == pid;
        }
    }

    // User and system time of a process and of its children that have ended.
    private static double CpuTicks(int process) => Stat(process) is { } stat ? stat[11..15].Sum(Number) : 0;

    // The fields behind the name, which may hold anything.
    private static string[]? Stat(int process)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
