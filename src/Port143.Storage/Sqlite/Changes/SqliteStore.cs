using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>
/// Makes a <see cref="StoreChange"/>. Which messages differ is asked of the columns in memory if they stand at the head of the
/// log, and else of the rows. A few messages get their rows written; many get one row together (<see cref="SqliteWideStores"/>).
/// </summary>
internal static class SqliteStore
{
    public static StoreResult Apply(SqliteTransaction transaction, StoreChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return Failed(ChangeFailure.NoMailbox);
        }
        FlagSet changeable = FlagSet.ChangeableWith(change.Rights);
        if (!transaction.TryResolve(head, change.Flags, add: false, out FlagSet flags)
            || (change.Mode != FlagMode.Remove && !HasRoom(head, change.Flags)))
        {
            return Failed(ChangeFailure.TooManyKeywords);
        }
        if (change.Mode != FlagMode.Remove && NewKeywords(head, change.Flags).Any() && FindsAny(transaction.Database, head, change))
        {
            transaction.TryResolve(head, change.Flags, add: true, out flags);
        }
        flags &= changeable;
        if (change.Reader is { } reader)
        {
            return SqliteReaderStore.Apply(transaction.Database, head, change, reader, flags, changeable);
        }
        (FlagSet removed, FlagSet added) = change.Mode switch
        {
            FlagMode.Replace => (changeable - flags, flags),
            FlagMode.Add => (FlagSet.None, flags),
            _ => (flags, FlagSet.None),
        };
        var targets = new StoreTargets(removed, added, change.UnchangedSince ?? long.MaxValue, transaction.Options.WideStore);
        Find(transaction.Database, head, change, targets);
        if (targets.AreNone)
        {
            return new StoreResult(ChangeFailure.None, head.ModSeq, UidSet.Empty, targets.Modified());
        }
        long modSeq = head.NextModSeq();
        UidSet changed = targets.Changed();
        change.Count?.Begin(changed.UidCount);
        if (targets.AreMany)
        {
            SqliteWideStores.Add(transaction, head, new WideStore(modSeq, changed, removed, added));
            change.Count?.Advance(changed.UidCount);
            return new StoreResult(ChangeFailure.None, modSeq, changed, targets.Modified());
        }
        foreach (MessageRow row in targets.Rows)
        {
            MessageRow after = row with { ModSeq = modSeq, Flags = (row.Flags - removed) | added };
            SqliteWideStores.WriteRow(transaction.Database, head.Id, after);
            head.Log(after);
            change.Count?.Advance(1);
        }
        return new StoreResult(ChangeFailure.None, modSeq, changed, targets.Modified());
    }

    private static void Find(SqliteDatabase database, MailboxHead head, StoreChange change, StoreTargets targets)
    {
        if (change.Columns is { } columns && !head.HasTouched(change.Uids) && columns.TryFindTargets(head.Before, change.Uids, targets))
        {
            return;
        }
        List<WideStore> stores = head.WideStores(database);
        foreach (UidRange range in change.Uids.Ranges)
        {
            using SqliteStatement row = database.Prepare(
                "SELECT " + SqliteMailboxReader.RowColumns + " FROM message WHERE mailbox=? AND uid BETWEEN ? AND ? ORDER BY uid");
            row.Bind(1, change.Mailbox.Value).Bind(2, range.First).Bind(3, range.Last);
            while (row.Step())
            {
                MessageRow read = SqliteWideStores.Apply(stores, SqliteMailboxReader.ReadRow(row));
                if (targets.Consider(read.Uid, read.ModSeq, read.Flags))
                {
                    targets.Keep(read);
                }
            }
        }
    }

    // A keyword is made where some message gets it, not where all are gone or refused.
    private static bool FindsAny(SqliteDatabase database, MailboxHead head, StoreChange change)
    {
        long since = change.UnchangedSince ?? long.MaxValue;
        if (change.Reader is { } reader)
        {
            foreach (UidRange range in change.Uids.Ranges)
            {
                if (SqliteSeen.Read(database, head, reader, range).Exists(m => m.View.ModSeq <= since))
                {
                    return true;
                }
            }
            return false;
        }
        // No message has the next keyword, so it would change each that may be changed.
        var targets = new StoreTargets(FlagSet.None, FlagSet.OfKeyword(head.Keywords.Count), since, mostRows: 0);
        Find(database, head, change, targets);
        return !targets.AreNone;
    }

    private static StoreResult Failed(ChangeFailure failure) => new(failure, 0, UidSet.Empty, UidSet.Empty);

    private static bool HasRoom(MailboxHead head, IReadOnlyList<string> names) =>
        head.Keywords.Count + NewKeywords(head, names).Distinct(StringComparer.OrdinalIgnoreCase).Count() <= FlagSet.MaxKeywords;

    private static IEnumerable<string> NewKeywords(MailboxHead head, IReadOnlyList<string> names) =>
        names.Where(n => !n.StartsWith('\\') && head.FindKeyword(n) < 0);
}
