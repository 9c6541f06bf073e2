namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="SubscribeChange"/>.</summary>
internal static class SqliteSubscribe
{
    public static MailboxResult Apply(SqliteTransaction transaction, SubscribeChange change)
    {
        transaction.Database.Prepare(change.Subscribed
            ? "INSERT OR IGNORE INTO subscription(name) VALUES(?)"
            : "DELETE FROM subscription WHERE name=?").Bind(1, change.Name.Value).Run();
        transaction.ListChanged = true;
        return new MailboxResult(ChangeFailure.None);
    }
}
