using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S14: the disks of data and logs have room, in bytes and in files.</summary>
internal sealed class S14DiskSpace() : DoctorCheck("S14", "disk space", CheckGroup.Storage)
{
    private const double Low = 0.10;
    private const double Gone = 0.02;

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        var folders = new List<string> { examination.Server.DataFolder };
        if (Path.GetDirectoryName(examination.Server.LogFile) is { Length: > 0 } logs)
        {
            folders.Add(logs);
        }
        Finding? worst = null;
        string all = "";
        foreach (string folder in folders.Distinct())
        {
            if (FileSystemSpace.Of(folder) is not { } space)
            {
                return Task.FromResult(Finding.Skipped($"{folder} cannot be asked"));
            }
            all = $"{space.FreeBytes >> 20:N0} MiB free ({space.FreeBytesShare:P0})";
            bool inodes = space.FreeFilesShare < space.FreeBytesShare;
            double share = Math.Min(space.FreeBytesShare, space.FreeFilesShare);
            string what = inodes ? $"room for {space.FreeFiles:N0} more files ({share:P0})" : $"{space.FreeBytes >> 20:N0} MiB free ({share:P0})";
            Finding? finding = share < Gone ? Finding.Fail($"The disk of {folder} is as good as full: {what}.")
                : share < Low ? Finding.Warn($"The disk of {folder} is filling up: {what}.") : null;
            if (finding is not null && (worst is null || finding.Status > worst.Status))
            {
                worst = finding.Do("See which accounts are large, and expand the disk or set quotas.", $"du -xsh {examination.Server.DataFolder}/accounts/*/* | sort -h | tail");
            }
        }
        return Task.FromResult(worst ?? Finding.Ok(all));
    }
}
