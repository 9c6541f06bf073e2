using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="SetAclChange"/>: within the transaction, so that two who add rights do not undo each other.</summary>
internal static class SqliteSetAcl
{
    public static MailboxResult Apply(SqliteTransaction transaction, SetAclChange change)
    {
        if (SqliteMailboxReader.ReadList(transaction.Database).Find(change.Mailbox) is not { } mailbox)
        {
            return new MailboxResult(ChangeFailure.NoMailbox);
        }
        AccessControlList changed = mailbox.Acl.Change(change.Identifier, change.Mode, change.Rights, change.IsOwner);
        if (changed.Entries.Count > AccessControlList.MaxEntries)
        {
            return new MailboxResult(ChangeFailure.TooManyAclEntries);
        }
        if (!changed.Equals(mailbox.Acl))
        {
            Write(transaction, mailbox.Id, changed);
        }
        return new MailboxResult(ChangeFailure.None, mailbox with { Acl = changed });
    }

    public static void Write(SqliteTransaction transaction, MailboxId mailbox, AccessControlList acl)
    {
        transaction.Database.Prepare("UPDATE mailbox SET acl=? WHERE id=?").Bind(1, acl.ToString()).Bind(2, mailbox.Value).Run();
        transaction.ListChanged = true;
    }
}
