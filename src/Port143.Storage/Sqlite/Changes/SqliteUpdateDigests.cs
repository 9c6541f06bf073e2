using Port143.Storage.Digest;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes an <see cref="UpdateDigestsChange"/>.</summary>
internal static class SqliteUpdateDigests
{
    /// <summary>The counter that says from which version on all digests of the account are.</summary>
    public const string Counter = "digest";

    public static MailboxResult Apply(SqliteTransaction transaction, UpdateDigestsChange change)
    {
        foreach ((long content, MessageDigest digest) in change.Digests)
        {
            transaction.Database.Prepare(
                "UPDATE content SET envelope=?, bodystructure=?, body=?, parts=?, preview=?, sent=?, sent_zone=?, version=? WHERE id=?")
                .Bind(1, digest.Envelope).Bind(2, digest.BodyStructure).Bind(3, digest.Body).Bind(4, digest.Parts.Serialize())
                .Bind(5, digest.Preview).Bind(6, digest.SentDate?.Seconds).Bind(7, (long?)digest.SentDate?.ZoneMinutes)
                .Bind(8, digest.Version).Bind(9, content).Run();
            transaction.Database.Prepare("INSERT INTO thread(id, bytes) SELECT id, ?2 FROM content WHERE id=?1 ON CONFLICT(id) DO UPDATE SET bytes=?2")
                .Bind(1, content).Bind(2, digest.Thread).Run();
        }
        if (change.IsLast)
        {
            transaction.Database.Prepare(
                "INSERT INTO counter(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value=max(value, ?2)")
                .Bind(1, Counter).Bind(2, MessageDigest.CurrentVersion).Run();
        }
        return new MailboxResult(ChangeFailure.None);
    }
}
