using System.Runtime.InteropServices;
using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="CopyChange"/>: message rows only, no bytes.</summary>
internal static class SqliteCopy
{
    public static CopyResult Apply(SqliteTransaction transaction, CopyChange change)
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
        FlagSet allowed = FlagSet.ChangeableWith(change.Rights);
        HashSet<uint>? seenByReader = null;
        List<MessageRow> rows = change.SourceReader is null && change.TargetReader is null
            ? ReadRows(transaction.Database, source, change, allowed)
            : ReadRowsOfReader(transaction.Database, source, change, allowed, seenByReader = []);
        if (!target.HasUids(rows.Count))
        {
            return Failed(ChangeFailure.UidsExhausted);
        }
        if (!change.Move && !SqliteQuota.Allows(transaction, new QuotaUsage(Storage: rows.Sum(r => (long)r.Size), Messages: rows.Count)))
        {
            return Failed(ChangeFailure.OverQuota);
        }
        if (!TryMapKeywords(transaction, source, target, rows, out int[] map))
        {
            return Failed(ChangeFailure.TooManyKeywords);
        }
        if (rows.Count == 0)
        {
            return new CopyResult(ChangeFailure.None, target.UidValidity, UidSet.Empty, UidSet.Empty, source.ModSeq);
        }
        change.Count?.Begin(rows.Count);
        var from = new UidSetBuilder();
        var to = new UidSetBuilder();
        long modSeq = target.NextModSeq();
        long size = 0;
        foreach (ref MessageRow row in CollectionsMarshal.AsSpan(rows))
        {
            uint uid = target.NextUid();
            if (seenByReader is not null && seenByReader.Contains(row.Uid))
            {
                SqliteSeen.Write(transaction.Database, target, new SeenMark(change.TargetReader!.Value, uid, modSeq, IsSeen: true));
            }
            from.Add(row.Uid);
            to.Add(uid);
            size += row.Size;
            row = row with { Uid = uid, ModSeq = modSeq, SaveDate = transaction.Now, Flags = Map(row.Flags, map) };
        }
        SqliteMessageRows.Insert(transaction.Database, target.Id, CollectionsMarshal.AsSpan(rows), change.Count);
        target.Log(rows);
        transaction.Use(size, rows.Count);
        UidSet copied = from.Build();
        if (change.Move)
        {
            SqliteExpunge.Remove(
                transaction, source, copied, source == target ? modSeq : null, release: false, evenUndeleted: true);
        }
        return new CopyResult(ChangeFailure.None, target.UidValidity, copied, to.Build(), source.ModSeq);
    }

    private static CopyResult Failed(ChangeFailure failure) => new(failure, 0, UidSet.Empty, UidSet.Empty, 0);

    private static List<MessageRow> ReadRows(SqliteDatabase database, MailboxHead source, CopyChange change, FlagSet allowed)
    {
        var rows = new List<MessageRow>();
        foreach (UidRange range in change.Uids.Ranges)
        {
            using SqliteStatement row = database.Prepare(
                $"SELECT {SqliteMailboxReader.RowColumns} FROM message WHERE mailbox=? AND uid BETWEEN ? AND ? ORDER BY uid");
            row.Bind(1, change.Source.Value).Bind(2, range.First).Bind(3, range.Last);
            while (row.Step())
            {
                rows.Add(SqliteMailboxReader.ReadRow(row));
            }
        }
        source.WideStores(database).ForEach(s => s.ApplyAll(rows));
        foreach (ref MessageRow row in CollectionsMarshal.AsSpan(rows))
        {
            row = row with { Flags = row.Flags & allowed };
        }
        return rows;
    }

    // In a target where the reader has \Seen of his own, what he has seen goes to his own, and the owner keeps the owner's.
    private static List<MessageRow> ReadRowsOfReader(
        SqliteDatabase database, MailboxHead source, CopyChange change, FlagSet allowed, HashSet<uint> seenByReader)
    {
        var rows = new List<MessageRow>();
        foreach (UidRange range in change.Uids.Ranges)
        {
            foreach ((MessageRow row, MessageRow readersView) in
                SqliteSeen.Read(database, source, change.SourceReader ?? change.TargetReader!.Value, range))
            {
                MessageRow view = change.SourceReader is null ? row : readersView;
                FlagSet flags = view.Flags & allowed;
                if (change.TargetReader is null)
                {
                    rows.Add(row with { Flags = flags });
                    continue;
                }
                rows.Add((row with { Flags = flags }).SeenAs(row.Flags.Has(SystemFlag.Seen)));
                if (flags.Has(SystemFlag.Seen))
                {
                    seenByReader.Add(row.Uid);
                }
            }
        }
        return rows;
    }

    // Keywords have their own numbers in each mailbox.
    private static bool TryMapKeywords(
        SqliteTransaction transaction, MailboxHead source, MailboxHead target, List<MessageRow> rows, out int[] map)
    {
        map = [];
        FlagSet used = FlagSet.None;
        foreach (MessageRow row in rows)
        {
            used |= row.Flags;
        }
        if (source == target || (used.Low >> FlagSet.SystemFlagCount) == 0 && used.High == 0)
        {
            return true;
        }
        map = new int[source.Keywords.Count];
        int[] numbers = [.. Enumerable.Range(0, map.Length).Where(used.HasKeyword)];
        if (target.Keywords.Count + numbers.Count(n => target.FindKeyword(source.Keywords[n]) < 0) > FlagSet.MaxKeywords)
        {
            return false;
        }
        foreach (int number in numbers)
        {
            transaction.TryResolve(target, [source.Keywords[number]], add: true, out _);
            map[number] = target.FindKeyword(source.Keywords[number]);
        }
        return true;
    }

    private static FlagSet Map(FlagSet flags, int[] map)
    {
        if (map.Length == 0)
        {
            return flags;
        }
        var mapped = new FlagSet(flags.Low & ((1UL << FlagSet.SystemFlagCount) - 1));
        for (int number = 0; number < map.Length; number++)
        {
            if (flags.HasKeyword(number))
            {
                mapped |= FlagSet.OfKeyword(map[number]);
            }
        }
        return mapped;
    }
}
