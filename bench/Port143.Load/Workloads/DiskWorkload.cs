using System.Diagnostics;
using Port143.Load.Measure;

namespace Port143.Load.Workloads;

/// <summary>What new mail takes on the disk: allocated octets of the server's folders for each octet of mail.</summary>
internal sealed class DiskWorkload : IWorkload
{
    private const int FirstAccount = 70;

    public string Name => "W13";

    public string Description => "octets on the disk for an octet of mail";

    public void Run(LoadRun run)
    {
        if (run.Target.DataFolders.Count == 0)
        {
            throw new ArgumentException("W13 needs --data FOLDER[:FOLDER], where the server keeps its mail");
        }
        int account = FirstAccount + run.Round;
        run.Open(account).Logout(); // some servers make the account's folder now
        long before = Settled(run);
        long bytes = run.Fill(account, "Disk", run.Scale.Disk, 200_000);
        long after = Settled(run);
        run.Report("W13 disk", (after - before) / (double)bytes);
    }

    // Indexes and logs are caught up with when nothing changes for some seconds.
    private static long Settled(LoadRun run)
    {
        long size = Allocated(run.Target.DataFolders);
        for (int quiet = 0, seconds = 0; quiet < Math.Min(8, run.Scale.Settle) && seconds < 120; seconds++)
        {
            Thread.Sleep(1000);
            long now = Allocated(run.Target.DataFolders);
            quiet = now == size ? quiet + 1 : 0;
            size = now;
        }
        return size;
    }

    private static long Allocated(IReadOnlyList<string> folders)
    {
        using Process du = Process.Start(new ProcessStartInfo("du", ["-s", "-c", "-k", .. folders]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string last = du.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
        du.WaitForExit();
        return long.Parse(last.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
