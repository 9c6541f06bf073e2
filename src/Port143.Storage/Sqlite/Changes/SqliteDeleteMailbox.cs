namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="DeleteMailboxChange"/>. Contents are only released: they are dropped later, in small steps.</summary>
internal static class SqliteDeleteMailbox
{
    public static MailboxResult Apply(SqliteTransaction transaction, DeleteMailboxChange change)
    {
        if (change.Name.IsInbox)
        {
            return new MailboxResult(ChangeFailure.IsInbox);
        }
        SqliteDatabase database = transaction.Database;
        long id;
        using (SqliteStatement row = database.Prepare("SELECT id FROM mailbox WHERE name=?"))
        {
            if (!row.Bind(1, change.Name.Value).Step())
            {
                return new MailboxResult(ChangeFailure.NoMailbox);
            }
            id = row.Int64(0);
        }
        database.Prepare(
            "INSERT INTO released(content, times) SELECT content, 1 FROM message WHERE mailbox=?"
            + " ON CONFLICT(content) DO UPDATE SET times = times + 1").Bind(1, id).Run();
        using (SqliteStatement used = database.Prepare("SELECT coalesce(sum(size), 0), count(*) FROM message WHERE mailbox=?"))
        {
            used.Bind(1, id).Step();
            transaction.Use(-used.Int64(0), -used.Int64(1));
        }
        database.Prepare("DELETE FROM message WHERE mailbox=?").Bind(1, id).Run();
        database.Prepare("DELETE FROM tombstone WHERE mailbox=?").Bind(1, id).Run();
        database.Prepare("DELETE FROM annotation WHERE mailbox=?").Bind(1, id).Run();
        SqliteSeen.Forget(database, new MailboxId(id));
        SqliteWideStores.Forget(database, new MailboxId(id));
        database.Prepare("DELETE FROM url_key WHERE mailbox=?").Bind(1, id).Run();
        database.Prepare("DELETE FROM keyword WHERE mailbox=?").Bind(1, id).Run();
        database.Prepare("DELETE FROM mailbox WHERE id=?").Bind(1, id).Run();
        transaction.Forget(new MailboxId(id));
        transaction.Deleted.Add(new MailboxId(id));
        transaction.ListChanged = true;
        return new MailboxResult(ChangeFailure.None);
    }
}
