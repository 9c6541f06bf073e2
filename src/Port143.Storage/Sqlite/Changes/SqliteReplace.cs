using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="ReplaceChange"/>: an append and an expunge, with one MODSEQ where they meet in one mailbox.</summary>
internal static class SqliteReplace
{
    public static ReplaceResult Apply(SqliteTransaction transaction, ReplaceChange change)
    {
        MailboxHead? source = transaction.Head(change.Source);
        if (source is null)
        {
            return Failed(ChangeFailure.NoMailbox);
        }
        MailboxHead? target = transaction.Head(change.Target);
        if (target is null)
        {
            return Failed(ChangeFailure.NoTarget);
        }
        if (!Exists(transaction.Database, change))
        {
            return Failed(ChangeFailure.NoMessage);
        }
        AppendResult appended = SqliteAppend.Apply(transaction, new AppendChange(change.Target, [change.Message], change.Reader));
        if (!appended.Succeeded)
        {
            return Failed(appended.Failure);
        }
        SqliteExpunge.Remove(
            transaction, source, UidSet.Of(change.Uid), source == target ? appended.ModSeq : null, release: true,
            evenUndeleted: true);
        return new ReplaceResult(ChangeFailure.None, appended.UidValidity, appended.Uids.Min, source.ModSeq);
    }

    private static bool Exists(SqliteDatabase database, ReplaceChange change)
    {
        using SqliteStatement row = database.Prepare("SELECT 1 FROM message WHERE mailbox=? AND uid=?");
        return row.Bind(1, change.Source.Value).Bind(2, change.Uid).Step();
    }

    private static ReplaceResult Failed(ChangeFailure failure) => new(failure, 0, 0, 0);
}
