namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S25: there is a backup, it is young, and not much smaller than the one before.</summary>
internal sealed class S25Backups() : DoctorCheck("S25", "backups", CheckGroup.Storage)
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(3);

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel) => Task.FromResult(Look(examination, cancel));

    private static Finding Look(Examination examination, CancellationToken cancel)
    {
        string data = examination.Server.DataFolder;
        if (examination.Server.BackupFolder is not { } folder)
        {
            return Finding.Info("The doctor knows of no backup.").Do("Name the folder of your backups in the configuration, and they are watched:", "[doctor] backups = \"/var/backups/port143\"");
        }
        if (!Directory.Exists(folder))
        {
            return Finding.Warn($"The folder of the backups, {folder}, is not there.").Do("Mount it, or correct doctor.backups.", $"port143 config check --data {data}");
        }
        (FileSystemInfo Entry, long Bytes)[] backups;
        try
        {
            backups = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderByDescending(e => e.LastWriteTimeUtc).Take(2).Select(e => (e, SizeOf(e, cancel)))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Finding.Skipped($"{folder} cannot be read: {error.Message}");
        }
        if (backups.Length == 0)
        {
            return Finding.Warn($"There is no backup in {folder}.").Do("Make one, and look why none was made.", $"ls -la {folder}");
        }
        (FileSystemInfo newest, long bytes) = backups[0];
        TimeSpan age = examination.Time.GetUtcNow() - newest.LastWriteTimeUtc;
        return age > Old ? Finding.Warn($"The last backup is {age.TotalDays:F0} days old ({newest.Name}).").Because("what makes it was switched off or fails").Do("See why, and make one.", "systemctl list-timers; crontab -l")
            : bytes == 0 ? Finding.Warn($"The last backup is empty ({newest.Name}).").Do("See what made it.", $"ls -la {newest.FullName}")
            : backups.Length > 1 && bytes < backups[1].Bytes / 2 ? Finding.Warn($"The last backup has {bytes >> 20:N0} MiB, the one before {backups[1].Bytes >> 20:N0} MiB.").Because("it broke off, or much mail was deleted")
                .Do("Look whether all accounts are in it.", $"du -sh {folder}/*")
            : Finding.Ok($"{newest.Name}, {age.TotalHours:F0} hours old, {bytes >> 20:N0} MiB");
    }

    private static long SizeOf(FileSystemInfo entry, CancellationToken cancel)
    {
        long size = 0;
        foreach (FileInfo file in entry is DirectoryInfo folder ? folder.EnumerateFiles("*", SearchOption.AllDirectories) : [(FileInfo)entry])
        {
            cancel.ThrowIfCancellationRequested();
            size += file.Length;
        }
        return size;
    }
}
