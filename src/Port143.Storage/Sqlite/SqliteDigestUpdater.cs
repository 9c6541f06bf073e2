using Port143.Storage.Digest;
using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <summary>
/// Makes the digests of an account anew after the parser improved, in small steps while the account rests. Until then the
/// old ones are served: they were right for the parser of their day.
/// </summary>
internal static class SqliteDigestUpdater
{
    private const int Step = 50;

    /// <summary>The version of digests from before accounts remembered one.</summary>
    private const long FirstVersion = 1;

    /// <summary>Brings every digest of an account to the current version. Returns how many were made anew.</summary>
    public static async Task<int> UpdateAsync(SqliteMailStorage storage, SqliteAccount account, CancellationToken cancel)
    {
        if (account.Read((long)MessageDigest.CurrentVersion, ReadVersion) >= MessageDigest.CurrentVersion)
        {
            return 0;
        }
        int updated = 0;
        for (long after = 0; ;)
        {
            List<long> contents = account.Read([], reader => FindOld(reader, after));
            var digests = new List<(long, MessageDigest)>(contents.Count);
            foreach (long content in contents)
            {
                if (await DigestAsync(storage, account, content, cancel).ConfigureAwait(false) is { } digest)
                {
                    digests.Add((content, digest));
                }
            }
            MailboxResult result = await storage.CommitAsync(
                account.Id, new UpdateDigestsChange(digests, IsLast: contents.Count < Step), cancel).ConfigureAwait(false);
            updated += digests.Count;
            if (contents.Count < Step || !result.Succeeded)
            {
                return updated;
            }
            after = contents[^1];
        }
    }

    private static long ReadVersion(SqliteDatabase reader)
    {
        using SqliteStatement row = reader.Prepare("SELECT value FROM counter WHERE name=?");
        return row.Bind(1, SqliteUpdateDigests.Counter).Step() ? row.Int64(0) : FirstVersion;
    }

    private static List<long> FindOld(SqliteDatabase reader, long after)
    {
        var old = new List<long>(Step);
        using SqliteStatement row = reader.Prepare("SELECT id FROM content WHERE id>? AND version<? ORDER BY id LIMIT ?");
        row.Bind(1, after).Bind(2, MessageDigest.CurrentVersion).Bind(3, Step);
        while (row.Step())
        {
            old.Add(row.Int64(0));
        }
        return old;
    }

    private static async Task<MessageDigest?> DigestAsync(
        SqliteMailStorage storage, SqliteAccount account, long content, CancellationToken cancel)
    {
        Stream? message = await storage.OpenMessageAsync(account.Id, content, cancel).ConfigureAwait(false);
        if (message is null)
        {
            return null;
        }
        await using (message.ConfigureAwait(false))
        {
            byte[] bytes = new byte[message.Length];
            await message.ReadExactlyAsync(bytes, cancel).ConfigureAwait(false);
            return MessageDigest.Build(bytes);
        }
    }
}
