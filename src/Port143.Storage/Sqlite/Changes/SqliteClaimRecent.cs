namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="ClaimRecentChange"/>.</summary>
internal static class SqliteClaimRecent
{
    public static MailboxResult Apply(SqliteTransaction transaction, ClaimRecentChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return new MailboxResult(ChangeFailure.NoMailbox);
        }
        if (change.FirstRecent > head.FirstRecent)
        {
            head.FirstRecent = change.FirstRecent;
            head.Touch();
        }
        return new MailboxResult(ChangeFailure.None);
    }
}
