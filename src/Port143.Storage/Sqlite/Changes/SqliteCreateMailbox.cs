using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="CreateMailboxChange"/>.</summary>
internal static class SqliteCreateMailbox
{
    public static MailboxResult Apply(SqliteTransaction transaction, CreateMailboxChange change)
    {
        SqliteDatabase database = transaction.Database;
        if (Exists(database, change.Name))
        {
            return new MailboxResult(ChangeFailure.AlreadyExists);
        }
        using (SqliteStatement taken = database.Prepare("SELECT 1 FROM mailbox WHERE (special_use & ?)<>0"))
        {
            // One mailbox for each use, except \Important-like views which this engine does not make (RFC 6154 section 3).
            if (change.SpecialUse != SpecialUse.None && taken.Bind(1, (long)change.SpecialUse).Step())
            {
                return new MailboxResult(ChangeFailure.SpecialUseTaken);
            }
        }
        if (!SqliteQuota.Allows(transaction, new QuotaUsage(Mailboxes: 1 + CountMissingParents(database, change.Name))))
        {
            return new MailboxResult(ChangeFailure.OverQuota);
        }
        InsertParents(transaction, change.Name);
        MailboxInfo made = Insert(transaction, change.Name, change.SpecialUse);
        if (change.Subscribe)
        {
            SqliteSubscribe.Apply(transaction, new SubscribeChange(change.Name, true));
        }
        return new MailboxResult(ChangeFailure.None, made);
    }

    public static bool Exists(SqliteDatabase database, MailboxName name)
    {
        using SqliteStatement row = database.Prepare("SELECT 1 FROM mailbox WHERE name=?");
        return row.Bind(1, name.Value).Step();
    }

    /// <summary>How many mailboxes must be made above one of this name.</summary>
    public static int CountMissingParents(SqliteDatabase database, MailboxName name)
    {
        int missing = 0;
        for (MailboxName? parent = name.Parent; parent is not null; parent = parent.Parent)
        {
            missing += Exists(database, parent) ? 0 : 1;
        }
        return missing;
    }

    // Close to 2^31 the clock no longer counts: the number must stay below, and one clock that ran ahead must not use it up.
    private const long LatestUidValidity = 0x7F00_0000;

    /// <summary>Makes the row of a mailbox. UIDVALIDITY comes from a counter of the account that never goes back.</summary>
    public static MailboxInfo Insert(SqliteTransaction transaction, MailboxName name, SpecialUse use)
    {
        string acl = ReadInherited(transaction.Database, name);
        uint uidValidity = (uint)transaction.NextCounter("uidvalidity", Math.Clamp(transaction.Now, 1, LatestUidValidity));
        transaction.Database.Prepare(
            "INSERT INTO mailbox(name, uidvalidity, uidnext, modseq, floor, first_recent, special_use, acl)"
            + " VALUES(?, ?, 1, 1, 0, 1, ?, ?)")
            .Bind(1, name.Value).Bind(2, uidValidity).Bind(3, (long)use).Bind(4, acl).Run();
        transaction.ListChanged = true;
        var id = new MailboxId(transaction.Database.LastInsertId);
        bool sharesSeen = InheritsSharedSeen(transaction.Database, name);
        if (sharesSeen)
        {
            sharesSeen = SqliteAnnotate.Apply(transaction, new AnnotateChange(id, [SeenSetting.Of(shared: true)])).Succeeded;
        }
        return new MailboxInfo(id, name, uidValidity, use) { Acl = AccessControlList.Parse(acl), SharesSeen = sharesSeen };
    }

    /// <summary>Makes the levels above a name that are missing, the highest first: each takes on its parent's rights.</summary>
    public static void InsertParents(SqliteTransaction transaction, MailboxName name)
    {
        if (name.Parent is not { } parent || Exists(transaction.Database, parent))
        {
            return;
        }
        InsertParents(transaction, parent);
        Insert(transaction, parent, SpecialUse.None);
    }

    // RFC 4314 section 4: a new mailbox takes on the access control list of the mailbox above it.
    private static string ReadInherited(SqliteDatabase database, MailboxName name)
    {
        using SqliteStatement row = database.Prepare("SELECT acl FROM mailbox WHERE name=?");
        return name.Parent is { } parent && row.Bind(1, parent.Value).Step() ? row.Text(0) : "";
    }

    // And with it, whether readers share \Seen.
    private static bool InheritsSharedSeen(SqliteDatabase database, MailboxName name)
    {
        using SqliteStatement row = database.Prepare("SELECT " + SqliteMailboxReader.SharesSeen + " FROM mailbox WHERE name=?");
        return name.Parent is { } parent && row.Bind(1, parent.Value).Step() && row.Int64(0) != 0;
    }
}
