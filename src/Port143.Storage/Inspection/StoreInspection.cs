using Port143.Storage.Sqlite;

namespace Port143.Storage.Inspection;

/// <summary>
/// Looks through the stores of all accounts, beside a running server and without changing anything. Quick: the databases'
/// own check, what must refer to what, sizes, MODSEQ and UIDs. Deep: every page and every message is read too, and taken
/// apart again.
/// </summary>
public static class StoreInspection
{
    /// <summary>
    /// Inspects the accounts of a data folder, those that changed last first, until <paramref name="cancel"/> says that
    /// there is no more time: the report tells how many were looked at. Does not throw for what is broken.
    /// </summary>
    public static StoreReport Run(string dataFolder, bool deep, TimeProvider time, CancellationToken cancel)
    {
        var report = new StoreReport();
        string accounts = Path.Combine(dataFolder, "accounts");
        string[] folders = !Directory.Exists(accounts) ? [] :
        [
            .. Directory.EnumerateDirectories(accounts).SelectMany(Directory.EnumerateDirectories)
                .Where(f => !f.Contains(SqliteJanitor.TrashMark, StringComparison.Ordinal))
                .OrderByDescending(f => File.GetLastWriteTimeUtc(Path.Combine(f, "mail.db"))),
        ];
        report.Accounts = folders.Length;
        foreach (string folder in folders)
        {
            if (cancel.IsCancellationRequested)
            {
                break;
            }
            Inspect(folder, deep, time, report, cancel);
            report.Inspected++;
        }
        return report;
    }

    private static void Inspect(string folder, bool deep, TimeProvider time, StoreReport report, CancellationToken cancel)
    {
        string path = Path.Combine(folder, "mail.db");
        report.Folder = folder;
        try
        {
            using SqliteDatabase database = SqliteDatabase.Open(path, create: false);
            long version = database.Scalar("PRAGMA user_version");
            if (version > SqliteSchema.Versions.Latest)
            {
                report.Add("newer format", folder, $"format {version}, and this program knows {SqliteSchema.Versions.Latest}");
                return;
            }
            if (version == 0)
            {
                report.Add("damaged database", folder, "mail.db has no tables of a store");
                return;
            }
            var inspection = new AccountInspection(database, folder, report, cancel);
            if (!inspection.CheckPages(deep))
            {
                return; // what is in broken pages would be told again, in worse words
            }
            // One transaction: all that is compared is of one moment, whatever the server does meanwhile.
            database.Execute("BEGIN");
            inspection.CheckRows();
            inspection.CheckFiles(time.GetUtcNow());
            if (deep)
            {
                inspection.RereadContents();
            }
            database.Execute("COMMIT");
        }
        catch (SqliteException error)
        {
            report.Add(error.IsCannotOpen ? "unreadable" : "damaged database", folder, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Add("unreadable", folder, error.Message);
        }
    }
}
