using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S16: mail lies on a file system that keeps it.</summary>
internal sealed class S16FileSystem() : DoctorCheck("S16", "file system", CheckGroup.Storage)
{
    private static readonly string[] Fleeting = ["tmpfs", "ramfs", "overlay", "aufs"];
    private static readonly string[] Distant = ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "ceph", "glusterfs"];

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        string data = examination.Server.DataFolder;
        // The deepest mount above the folder counts; of those on one place, the last.
        string[]? mount = examination.Server.LinesOf("/proc/mounts").Select(l => l.Split(' ')).Where(w => w.Length > 3 && IsAbove(w[1], data))
            .OrderBy(w => w[1].Length).LastOrDefault();
        if (mount is null)
        {
            return Task.FromResult(Finding.Skipped("the mounts of this system cannot be read"));
        }
        string type = mount[2];
        return Task.FromResult(
            Fleeting.Contains(type) ? Finding.Fail($"Mail lies on {type} and will vanish {(type is "overlay" or "aufs" ? "with the container" : "when the machine stops")}.")
                .Do("Mount a volume there.", $"docker run -v port143:{data} ...").Saw("mount", string.Join(' ', mount))
            : Distant.Contains(type) ? Finding.Warn($"Mail lies on {type}, over the network: SQLite's locks do not hold everywhere there, and every delivery waits for the network.")
                .Do("Keep the data folder on a local disk, and back it up to the network.").Saw("mount", string.Join(' ', mount))
            : mount[3].Split(',').Contains("ro") ? Finding.Fail($"The file system of {data} is mounted read-only.").Because("the administrator did so, or the kernel after an error of the disk")
                .Do("See why, and mount it writable again.", $"dmesg | tail; mount -o remount,rw {mount[1]}").Saw("mount", string.Join(' ', mount))
            : Finding.Ok($"{type} on {mount[0]}"));
    }

    private static bool IsAbove(string mount, string folder) =>
        mount == "/" || folder.StartsWith(mount, StringComparison.Ordinal) && (folder.Length == mount.Length || folder[mount.Length] == '/');
}
