using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="ForgetReaderChange"/>.</summary>
internal static class SqliteForgetReader
{
    public static MailboxResult Apply(SqliteTransaction transaction, ForgetReaderChange change)
    {
        foreach (MailboxInfo mailbox in SqliteMailboxReader.ReadList(transaction.Database).Mailboxes)
        {
            AccessControlList without = mailbox.Acl.Without(change.Address);
            if (!without.Equals(mailbox.Acl))
            {
                SqliteSetAcl.Write(transaction, mailbox.Id, without);
            }
        }
        SqliteSeen.Forget(transaction.Database, change.Reader);
        return new MailboxResult(ChangeFailure.None);
    }
}
