namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="UrlKeyChange"/>, and reads the keys.</summary>
internal static class SqliteUrlKey
{
    public static UrlKeyResult Apply(SqliteTransaction transaction, UrlKeyChange change)
    {
        SqliteDatabase database = transaction.Database;
        if (change.Mailbox is not { } mailbox)
        {
            database.Prepare("DELETE FROM url_key").Run();
            return new UrlKeyResult(ChangeFailure.None, default);
        }
        if (transaction.Head(mailbox) is null)
        {
            return new UrlKeyResult(ChangeFailure.NoMailbox, default);
        }
        database.Prepare($"INSERT OR {(change.OnlyIfNone ? "IGNORE" : "REPLACE")} INTO url_key(mailbox, key) VALUES(?, ?)")
            .Bind(1, mailbox.Value).Bind(2, change.Key.Span).Run();
        return new UrlKeyResult(ChangeFailure.None, Read(database, mailbox));
    }

    /// <summary>The key of a mailbox; null when it has none.</summary>
    public static byte[]? Read(SqliteDatabase database, MailboxId mailbox)
    {
        using SqliteStatement row = database.Prepare("SELECT key FROM url_key WHERE mailbox=?");
        return row.Bind(1, mailbox.Value).Step() ? row.Blob(0).ToArray() : null;
    }
}
