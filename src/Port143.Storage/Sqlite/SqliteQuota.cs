namespace Port143.Storage.Sqlite;

/// <summary>Usage, which triggers and <see cref="SqliteTransaction.Use"/> keep exact within each transaction, and limits.</summary>
internal static class SqliteQuota
{
    /// <summary>The usage and limits as of now, within a transaction as of this change.</summary>
    public static Quota Read(SqliteDatabase database, QuotaLimits byDefault)
    {
        using SqliteStatement row = database.Prepare(
            "SELECT u.storage, u.messages, u.mailboxes, u.annotations, q.id, q.storage, q.messages, q.mailboxes, q.annotations"
            + " FROM usage u LEFT JOIN quota q ON q.id=u.id");
        row.Step();
        var usage = new QuotaUsage(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3));
        return row.IsNull(4)
            ? new Quota(usage, byDefault, IsOwn: false)
            : new Quota(usage, new QuotaLimits(Limit(row, 5), Limit(row, 6), Limit(row, 7), Limit(row, 8)), IsOwn: true);
    }

    /// <summary>Whether a change may use this much more.</summary>
    public static bool Allows(SqliteTransaction transaction, QuotaUsage growth)
    {
        transaction.WriteUsage();
        Quota quota = Read(transaction.Database, transaction.Options.DefaultQuota);
        return quota.Limits.Allow(quota.Usage, growth);
    }

    private static long? Limit(SqliteStatement row, int column) => row.IsNull(column) ? null : row.Int64(column);
}
