using Port143.Storage.Inspection;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S13: the databases can be opened by this program, keep their log in bounds, and are in the mode that survives a crash.</summary>
internal sealed class S13Databases() : DoctorCheck("S13", "databases", CheckGroup.Storage)
{
    private const long LargeLog = 512L << 20; // the server empties it at 16 MiB

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel) => Task.FromResult(Look(examination.Server.DataFolder, cancel));

    private static Finding Look(string data, CancellationToken cancel)
    {
        string directory = Path.Combine(data, "directory.db"), accounts = Path.Combine(data, "accounts");
        if (!File.Exists(directory))
        {
            return Finding.Skipped($"there is no {directory} yet; the first account makes it");
        }
        IEnumerable<string> mail = Directory.Exists(accounts)
            ? Directory.EnumerateDirectories(accounts).SelectMany(Directory.EnumerateDirectories).Where(f => !f.Contains(".deleted-", StringComparison.Ordinal)).Select(f => Path.Combine(f, "mail.db")) : [];
        int count = 0;
        Finding? warning = null;
        foreach (string path in mail.Prepend(directory))
        {
            cancel.ThrowIfCancellationRequested();
            DatabaseFile file;
            try
            {
                file = DatabaseFile.Look(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Finding.Fail($"{path} cannot be read.").Because(error.Message).Do("Give it back to the service's user, or restore it from a backup.", $"chown port143: {path}");
            }
            count++;
            int newest = path == directory ? DatabaseFile.NewestDirectory : DatabaseFile.NewestMail;
            if (!file.IsDatabase)
            {
                return Finding.Fail($"{path} is no database any more.").Because("its first bytes were overwritten: a disk that failed, or a program that wrote there")
                    .Do("Stop the server, keep the file, and restore it from a backup.", $"systemctl stop port143; cp -a {path} {path}.broken");
            }
            if (file.Format > newest)
            {
                return Finding.Fail($"{path} has format {file.Format}, and this program knows {newest}.").Because("a newer Port143 wrote it").Do("Use the Port143 that wrote it, or a newer one.", "apt upgrade port143");
            }
            warning ??= file.LogBytes > LargeLog
                ? Finding.Warn($"The log of {path} has grown to {file.LogBytes >> 20:N0} MiB.").Because("a program keeps the database open for reading, so that the log cannot be emptied: a backup or a shell")
                    .Do("Find and end that program.", $"fuser -v {path}")
                : !file.UsesLog && path != directory
                    ? Finding.Warn($"{path} is not in write-ahead mode.").Because("another program changed it").Do("Set it back while the server is stopped.", $"sqlite3 {path} 'PRAGMA journal_mode=WAL'") : null;
        }
        return warning ?? Finding.Ok($"{count} in order");
    }
}
