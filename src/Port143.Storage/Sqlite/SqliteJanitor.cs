using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <summary>Frees the space of contents that no message refers to any more, in small steps between other work.</summary>
internal static class SqliteJanitor
{
    private const int Step = 200;

    /// <summary>Frees all that an account released. Returns how many contents were dropped.</summary>
    public static async Task<int> SweepAsync(SqliteMailStorage storage, SqliteAccount account, CancellationToken cancel)
    {
        int dropped = 0;
        List<long> released = ReadReleased(account);
        if (released.Count == 0)
        {
            return 0;
        }
        HashSet<long> inUse = FindInUse(account, [.. released]);
        foreach (long[] step in released.Chunk(Step))
        {
            DropContentsResult result = await storage.CommitAsync(
                account.Id, new DropContentsChange([.. step.Where(c => !inUse.Contains(c))], [.. step.Where(inUse.Contains)]), cancel)
                .ConfigureAwait(false);
            foreach (string file in result.Files)
            {
                File.Delete(Path.Combine(account.BodyFolder, file));
            }
            dropped += step.Count(c => !inUse.Contains(c));
        }
        return dropped;
    }

    // The content with the highest number stays for now: SQLite would give its number again, and EMAILID must not repeat.
    private static List<long> ReadReleased(SqliteAccount account)
    {
        var released = new List<long>();
        SqliteDatabase reader = account.Lease();
        try
        {
            using SqliteStatement row = reader.Prepare(
                "SELECT content FROM released WHERE content < (SELECT max(id) FROM content) LIMIT 20000");
            while (row.Step())
            {
                released.Add(row.Int64(0));
            }
        }
        finally
        {
            account.Return(reader);
        }
        return released;
    }

    private static HashSet<long> FindInUse(SqliteAccount account, HashSet<long> candidates)
    {
        var inUse = new HashSet<long>();
        SqliteDatabase reader = account.Lease();
        try
        {
            using SqliteStatement row = reader.Prepare("SELECT content FROM message");
            while (row.Step())
            {
                if (candidates.Contains(row.Int64(0)))
                {
                    inUse.Add(row.Int64(0));
                }
            }
        }
        finally
        {
            account.Return(reader);
        }
        return inUse;
    }
}
