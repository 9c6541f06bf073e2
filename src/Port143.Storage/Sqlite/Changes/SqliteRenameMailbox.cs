using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="RenameMailboxChange"/>.</summary>
internal static class SqliteRenameMailbox
{
    public static MailboxResult Apply(SqliteTransaction transaction, RenameMailboxChange change)
    {
        MailboxList list = SqliteMailboxReader.ReadList(transaction.Database);
        if (list.Find(change.From) is not { } source)
        {
            // A level without a mailbox of its own can be renamed if something lies below it.
            if (!list.Mailboxes.Any(m => m.Name.IsBelow(change.From)))
            {
                return new MailboxResult(ChangeFailure.NoMailbox);
            }
            source = null;
        }
        if (change.To.IsBelow(change.From) && !change.From.IsInbox)
        {
            return new MailboxResult(ChangeFailure.NoTarget);
        }
        if (list.Find(change.To) is not null || list.Mailboxes.Any(m => m.Name.IsBelow(change.To) && !IsInTree(m.Name, change.From)))
        {
            return new MailboxResult(ChangeFailure.AlreadyExists);
        }
        int made = (change.From.IsInbox ? 1 : 0) + SqliteCreateMailbox.CountMissingParents(transaction.Database, change.To);
        if (!SqliteQuota.Allows(transaction, new QuotaUsage(Mailboxes: made)))
        {
            return new MailboxResult(ChangeFailure.OverQuota);
        }
        if (change.From.IsInbox)
        {
            return MoveInbox(transaction, source!, change.To);
        }
        // Names first, all of them: a child's new name can be too long or too deep.
        var renamed = new List<(MailboxInfo Mailbox, MailboxName Name)>();
        foreach (MailboxInfo mailbox in list.Mailboxes.Where(m => IsInTree(m.Name, change.From)))
        {
            if (!MailboxName.TryCreate(change.To.Value + mailbox.Name.Value[change.From.Value.Length..], out MailboxName? name, out _))
            {
                return new MailboxResult(ChangeFailure.NoTarget);
            }
            renamed.Add((mailbox, name));
        }
        SqliteCreateMailbox.InsertParents(transaction, change.To);
        if (change.From.IsBelow(change.To))
        {
            // Upwards, a new name can be the old one of another: first all take names that no mailbox can have.
            foreach ((MailboxInfo mailbox, _) in renamed)
            {
                transaction.Database.Prepare("UPDATE mailbox SET name='/'||id WHERE id=?").Bind(1, mailbox.Id.Value).Run();
            }
        }
        foreach ((MailboxInfo mailbox, MailboxName name) in renamed)
        {
            transaction.Database.Prepare("UPDATE mailbox SET name=? WHERE id=?").Bind(1, name.Value).Bind(2, mailbox.Id.Value).Run();
        }
        transaction.ListChanged = true;
        return new MailboxResult(ChangeFailure.None, source is null ? null : source with { Name = change.To });
    }

    private static bool IsInTree(MailboxName name, MailboxName top) => name.Equals(top) || name.IsBelow(top);

    // RFC 9051 section 6.3.6: "Renaming INBOX is permitted and has special behavior": its messages move, it stays.
    private static MailboxResult MoveInbox(SqliteTransaction transaction, MailboxInfo inbox, MailboxName to)
    {
        SqliteCreateMailbox.InsertParents(transaction, to);
        MailboxInfo made = SqliteCreateMailbox.Insert(transaction, to, SpecialUse.None);
        SqliteAnnotate.Copy(transaction, inbox.Id, made.Id); // RFC 5464 section 4.1: they are preserved on the INBOX
        CopyResult moved = SqliteCopy.Apply(transaction, new CopyChange(inbox.Id, UidSet.Of(1, uint.MaxValue), made.Id, Move: true));
        return new MailboxResult(moved.Failure, made);
    }
}
