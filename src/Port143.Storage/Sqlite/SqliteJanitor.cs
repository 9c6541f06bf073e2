using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <summary>
/// Frees the space of contents that no message refers to any more, in small steps between other work, and deletes body
/// files that no content ever came to own.
/// </summary>
internal static class SqliteJanitor
{
    /// <summary>What the folder of a deleted account has in its name, until it is deleted itself.</summary>
    public const string TrashMark = ".deleted-";

    private const int Step = 200;

    /// <summary>A file that old belongs to no message still on its way: not even the slowest upload takes a day.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    /// <summary>Frees all that an account released. Returns how many contents were dropped.</summary>
    public static async Task<int> SweepAsync(SqliteMailStorage storage, SqliteAccount account, CancellationToken cancel)
    {
        int dropped = 0;
        List<ReleasedContent> released = ReadReleased(account);
        if (released.Count == 0)
        {
            return 0;
        }
        // After the list, never before: what has no message now cannot get one again.
        HashSet<long> inUse = FindInUse(account, [.. released.Select(r => r.Content)]);
        foreach (ReleasedContent[] step in released.Chunk(Step))
        {
            var change = new DropContentsChange(
                [.. step.Where(r => !inUse.Contains(r.Content)).Select(r => r.Content)],
                [.. step.Where(r => inUse.Contains(r.Content))]);
            DropContentsResult result = await storage.CommitAsync(account.Id, change, cancel).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                return dropped;
            }
            foreach (string file in result.Files)
            {
                File.Delete(Path.Combine(account.BodyFolder, file));
            }
            dropped += change.Contents.Count;
        }
        return dropped;
    }

    /// <summary>
    /// Deletes files that were staged but never filed, because of a crash or an error. Returns how many.
    /// </summary>
    public static int DeleteOrphans(SqliteAccount account, DateTimeOffset now)
    {
        if (!Directory.Exists(account.BodyFolder))
        {
            return 0;
        }
        int deleted = 0;
        foreach (string path in Directory.EnumerateFiles(account.BodyFolder))
        {
            if (now - File.GetLastWriteTimeUtc(path) > OrphanAge && !IsOwned(account, Path.GetFileName(path)))
            {
                File.Delete(path);
                deleted++;
            }
        }
        return deleted;
    }

    /// <summary>Deletes what is left of deleted accounts in this folder. Several may be at it at once.</summary>
    public static void DeleteTrash(string folder)
    {
        foreach (string trash in Directory.EnumerateDirectories(folder, "*" + TrashMark + "*"))
        {
            try
            {
                Directory.Delete(trash, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Nobody can see it any more; the next start tries again.
            }
        }
    }

    /// <summary>The same for all accounts, after a crash.</summary>
    public static void DeleteAllTrash(string accountsFolder)
    {
        foreach (string folder in Directory.Exists(accountsFolder) ? Directory.EnumerateDirectories(accountsFolder) : [])
        {
            DeleteTrash(folder);
        }
    }

    private static bool IsOwned(SqliteAccount account, string file) => account.Read(true, reader =>
    {
        using SqliteStatement row = reader.Prepare("SELECT 1 FROM text WHERE file=?");
        return row.Bind(1, file).Step();
    });

    // The content with the highest number stays for now: SQLite would give its number again, and EMAILID must not repeat.
    private static List<ReleasedContent> ReadReleased(SqliteAccount account) => account.Read([], reader =>
    {
        var released = new List<ReleasedContent>();
        using SqliteStatement row = reader.Prepare(
            "SELECT content, times FROM released WHERE content < (SELECT max(id) FROM content) LIMIT 20000");
        while (row.Step())
        {
            released.Add(new ReleasedContent(row.Int64(0), row.Int64(1)));
        }
        return released;
    });

    private static HashSet<long> FindInUse(SqliteAccount account, HashSet<long> candidates) => account.Read(candidates, reader =>
    {
        var inUse = new HashSet<long>();
        using SqliteStatement row = reader.Prepare("SELECT content FROM message");
        while (row.Step())
        {
            if (candidates.Contains(row.Int64(0)))
            {
                inUse.Add(row.Int64(0));
            }
        }
        return inUse;
    });
}
