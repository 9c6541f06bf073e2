namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes an <see cref="AnnotateChange"/>. An entry that is removed stays for a while, so that the log can tell it.</summary>
internal static class SqliteAnnotate
{
    public static AnnotateResult Apply(SqliteTransaction transaction, AnnotateChange change)
    {
        MailboxHead? head = change.Mailbox is { } mailbox ? transaction.Head(mailbox) : null;
        if (change.Mailbox is not null && head is null)
        {
            return new AnnotateResult(ChangeFailure.NoMailbox, 0);
        }
        SqliteDatabase database = transaction.Database;
        // The last word on each entry counts.
        var wanted = new Dictionary<(AccountId? Owner, string Entry), NewAnnotation>();
        foreach (NewAnnotation entry in change.Entries)
        {
            wanted[(entry.Owner, entry.Entry.ToLowerInvariant())] = entry;
        }
        List<NewAnnotation> differing = [.. wanted.Values.Where(e => Differs(database, change.Mailbox, e, out _))];
        foreach (IGrouping<AccountId?, NewAnnotation> ofOwner in differing.GroupBy(e => e.Owner))
        {
            int growth = ofOwner.Sum(e => Growth(database, change.Mailbox, e));
            if (growth > 0 && Count(database, change.Mailbox, ofOwner.Key) + growth > change.MaxEntries)
            {
                return new AnnotateResult(ChangeFailure.TooManyAnnotations, 0);
            }
        }
        if (differing.Count == 0)
        {
            return new AnnotateResult(ChangeFailure.None, 0);
        }
        if (!SqliteQuota.Allows(transaction, new QuotaUsage(Annotations: differing.Sum(e => GrowthOfValue(database, change.Mailbox, e)))))
        {
            return new AnnotateResult(ChangeFailure.OverQuota, 0);
        }
        head?.NextModSeq(); // RFC 7162 section 3.2
        long number = NextNumber(transaction);
        foreach (NewAnnotation entry in differing)
        {
            Set(database, change.Mailbox, entry, number);
            transaction.ListChanged |= change.Mailbox is not null && entry.Owner is null && SeenSetting.IsEntry(entry.Entry);
        }
        database.Prepare("DELETE FROM annotation WHERE changed<=? AND value IS NULL")
            .Bind(1, number - AnnotationLogPage.RememberRemoved).Run();
        return new AnnotateResult(ChangeFailure.None, number);
    }

    /// <summary>Gives a mailbox the annotations of another.</summary>
    public static void Copy(SqliteTransaction transaction, MailboxId from, MailboxId to)
    {
        SqliteDatabase database = transaction.Database;
        using (SqliteStatement any = database.Prepare("SELECT 1 FROM annotation WHERE mailbox=? AND value IS NOT NULL"))
        {
            if (!any.Bind(1, from.Value).Step())
            {
                return;
            }
        }
        database.Prepare(
            "INSERT INTO annotation(mailbox, owner, entry, changed, value)"
            + " SELECT ?1, owner, entry, ?3, value FROM annotation WHERE mailbox=?2 AND value IS NOT NULL"
            + " ON CONFLICT(mailbox, owner, entry) DO UPDATE SET changed=?3, value=excluded.value")
            .Bind(1, to.Value).Bind(2, from.Value).Bind(3, NextNumber(transaction)).Run();
    }

    private static long NextNumber(SqliteTransaction transaction) =>
        transaction.AnnotationHead = transaction.NextCounter(SqliteAnnotationReader.Counter, 1);

    private static void Set(SqliteDatabase database, MailboxId? mailbox, NewAnnotation entry, long number)
    {
        if (entry.Value is { } value)
        {
            database.Prepare(
                "INSERT INTO annotation(mailbox, owner, entry, changed, value) VALUES(?1, ?2, ?3, ?4, ?5)"
                + " ON CONFLICT(mailbox, owner, entry) DO UPDATE SET changed=?4, value=?5")
                .Bind(1, SqliteAnnotationReader.Number(mailbox)).Bind(2, SqliteAnnotationReader.Name(entry.Owner))
                .Bind(3, entry.Entry).Bind(4, number).Bind(5, value).Run();
        }
        else
        {
            database.Prepare("UPDATE annotation SET changed=?4, value=NULL WHERE mailbox=?1 AND owner=?2 AND entry=?3")
                .Bind(1, SqliteAnnotationReader.Number(mailbox)).Bind(2, SqliteAnnotationReader.Name(entry.Owner))
                .Bind(3, entry.Entry).Bind(4, number).Run();
        }
    }

    // Whether an entry is not yet as it is wanted, and whether it has a value now.
    private static bool Differs(SqliteDatabase database, MailboxId? mailbox, NewAnnotation entry, out bool exists)
    {
        using SqliteStatement row = database.Prepare("SELECT value FROM annotation WHERE mailbox=? AND owner=? AND entry=?");
        row.Bind(1, SqliteAnnotationReader.Number(mailbox)).Bind(2, SqliteAnnotationReader.Name(entry.Owner)).Bind(3, entry.Entry);
        exists = row.Step() && !row.IsNull(0);
        return entry.Value is { } value ? !exists || !row.Blob(0).SequenceEqual(value) : exists;
    }

    private static int Growth(SqliteDatabase database, MailboxId? mailbox, NewAnnotation entry)
    {
        _ = Differs(database, mailbox, entry, out bool exists);
        return (entry.Value is null ? 0 : 1) - (exists ? 1 : 0);
    }

    private static long GrowthOfValue(SqliteDatabase database, MailboxId? mailbox, NewAnnotation entry)
    {
        using SqliteStatement row = database.Prepare("SELECT length(value) FROM annotation WHERE mailbox=? AND owner=? AND entry=?");
        row.Bind(1, SqliteAnnotationReader.Number(mailbox)).Bind(2, SqliteAnnotationReader.Name(entry.Owner)).Bind(3, entry.Entry);
        return (entry.Value?.Length ?? 0) - (row.Step() ? row.Int64(0) : 0);
    }

    private static long Count(SqliteDatabase database, MailboxId? mailbox, AccountId? owner)
    {
        using SqliteStatement row = database.Prepare(
            "SELECT count(*) FROM annotation WHERE mailbox=? AND owner=? AND value IS NOT NULL");
        row.Bind(1, SqliteAnnotationReader.Number(mailbox)).Bind(2, SqliteAnnotationReader.Name(owner)).Step();
        return row.Int64(0);
    }
}
