using Port143.Mail;
using Port143.Storage.Digest;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes an <see cref="AppendChange"/>.</summary>
internal static class SqliteAppend
{
    public static AppendResult Apply(SqliteTransaction transaction, AppendChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return Failed(ChangeFailure.NoMailbox);
        }
        if (!head.HasUids(change.Messages.Count))
        {
            return Failed(ChangeFailure.UidsExhausted);
        }
        if (!HasRoomForKeywords(head, change.Messages))
        {
            return Failed(ChangeFailure.TooManyKeywords);
        }
        if (change.Messages.Count == 0)
        {
            return new AppendResult(ChangeFailure.None, head.UidValidity, UidSet.Empty, head.ModSeq);
        }
        if (!SqliteQuota.Allows(
            transaction, new QuotaUsage(Storage: change.Messages.Sum(m => (long)m.Message.Size), Messages: change.Messages.Count)))
        {
            return Failed(ChangeFailure.OverQuota);
        }
        long modSeq = head.NextModSeq();
        var uids = new UidSetBuilder();
        foreach (NewMessage message in change.Messages)
        {
            transaction.TryResolve(head, message.Flags, add: true, out FlagSet flags);
            bool isSeenByReader = change.Reader is not null && flags.Has(SystemFlag.Seen);
            if (isSeenByReader)
            {
                flags -= FlagSet.Seen; // for the owner it is new
            }
            long content = InsertContent(transaction, message.Message);
            var row = new MessageRow(
                head.NextUid(), modSeq, flags, message.InternalDate, transaction.Now, message.Message.Size, content);
            SqliteMessageRows.Insert(transaction.Database, head.Id, [row]);
            head.Log(row);
            transaction.Use(row.Size, 1);
            if (isSeenByReader)
            {
                SqliteSeen.Write(transaction.Database, head, new SeenMark(change.Reader!.Value, row.Uid, modSeq, IsSeen: true));
            }
            uids.Add(row.Uid);
        }
        return new AppendResult(ChangeFailure.None, head.UidValidity, uids.Build(), modSeq);
    }

    private static AppendResult Failed(ChangeFailure failure) => new(failure, 0, UidSet.Empty, 0);

    private static bool HasRoomForKeywords(MailboxHead head, IReadOnlyList<NewMessage> messages)
    {
        HashSet<string>? added = null;
        foreach (NewMessage message in messages)
        {
            foreach (string name in message.Flags)
            {
                if (!name.StartsWith('\\') && head.FindKeyword(name) < 0)
                {
                    (added ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(name);
                }
            }
        }
        return added is null || head.Keywords.Count + added.Count <= FlagSet.MaxKeywords;
    }

    private static long InsertContent(SqliteTransaction transaction, StagedMessage message)
    {
        SqliteDatabase database = transaction.Database;
        MessageDigest digest = message.Digest;
        database.Prepare(
            "INSERT INTO content(envelope, bodystructure, body, parts, preview, sent, sent_zone, version, size)"
            + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(1, digest.Envelope).Bind(2, digest.BodyStructure).Bind(3, digest.Body).Bind(4, digest.Parts.Serialize())
            .Bind(5, digest.Preview).Bind(6, digest.SentDate?.Seconds).Bind(7, (long?)digest.SentDate?.ZoneMinutes)
            .Bind(8, MessageDigest.CurrentVersion).Bind(9, message.Size).Run();
        long content = database.LastInsertId;
        transaction.HasContents = true;
        database.Prepare("INSERT INTO header(id, bytes) VALUES(?, ?)").Bind(1, content).Bind(2, message.Header).Run();
        database.Prepare("INSERT INTO thread(id, bytes) VALUES(?, ?)").Bind(1, content).Bind(2, digest.Thread).Run();
        if (message.File is { } file)
        {
            database.Prepare("INSERT INTO text(id, file, has_nul) VALUES(?, ?, ?)")
                .Bind(1, content).Bind(2, Path.GetFileName(file)).Bind(3, message.HasNul ? 1L : 0L).Run();
            transaction.TakenFiles.Add(message);
        }
        else
        {
            database.Prepare("INSERT INTO text(id, bytes, has_nul) VALUES(?, ?, ?)")
                .Bind(1, content).Bind(2, message.Text).Bind(3, message.HasNul ? 1L : 0L).Run();
        }
        return content;
    }
}
