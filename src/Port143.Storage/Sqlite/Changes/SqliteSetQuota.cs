namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="SetQuotaChange"/>.</summary>
internal static class SqliteSetQuota
{
    public static MailboxResult Apply(SqliteTransaction transaction, SetQuotaChange change)
    {
        if (change.Limits is { } limits)
        {
            transaction.Database.Prepare(
                "INSERT OR REPLACE INTO quota(id, storage, messages, mailboxes, annotations) VALUES(1, ?, ?, ?, ?)")
                .Bind(1, limits.Storage).Bind(2, limits.Messages).Bind(3, limits.Mailboxes).Bind(4, limits.Annotations).Run();
        }
        else
        {
            transaction.Database.Prepare("DELETE FROM quota").Run();
        }
        return new MailboxResult(ChangeFailure.None);
    }
}
