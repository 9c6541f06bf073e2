using System.Security.Cryptography;
using Port143.Mail;

namespace Port143.Storage.Tests.Crash;

/// <summary>Compares what a storage holds after a crash with the ledger.</summary>
internal static class LedgerCheck
{
    private sealed record Found(long Mailbox, MessageRow Row);

    public static async Task RunAsync(IMailStorage storage, List<LedgerEntry> ledger)
    {
        foreach (IGrouping<AccountId, LedgerEntry> account in ledger.GroupBy(e => e.Account))
        {
            Dictionary<string, List<Found>> found = await ReadAllAsync(storage, account.Key);
            HashSet<string> intents = [.. account.Select(e => e.Id)];
            Assert.All(found.Keys, id => Assert.Contains(id, intents));
            foreach (IGrouping<string, LedgerEntry> message in account.GroupBy(e => e.Id))
            {
                await CheckMessageAsync(storage, message, found.GetValueOrDefault(message.Key) ?? []);
            }
            CheckUids(account);
            foreach (IGrouping<long, LedgerEntry> mailbox in account.Where(e => e.IsAck && e.Mailbox != 0).GroupBy(e => e.Mailbox))
            {
                MailboxState state = (await storage.OpenMailboxAsync(account.Key, new MailboxId(mailbox.Key), default))!;
                Assert.True(state.UidNext > mailbox.Max(e => e.Uid), "UIDNEXT went back");
                Assert.True(state.Head >= mailbox.Max(e => e.ModSeq), "MODSEQ went back");
            }
        }
    }

    private static async Task<Dictionary<string, List<Found>>> ReadAllAsync(IMailStorage storage, AccountId account)
    {
        var found = new Dictionary<string, List<Found>>();
        foreach (MailboxInfo mailbox in (await storage.ListMailboxesAsync(account, default)).Mailboxes)
        {
            LogPage log = (await storage.ReadLogAsync(account, mailbox.Id, 0, default))!;
            Assert.All(log.Rows, r => Assert.True(r.Uid < log.State.UidNext && r.ModSeq <= log.State.Head));
            var headers = new HeaderCollector();
            long[] contents = [.. log.Rows.Select(r => r.Content)];
            await storage.ReadContentsAsync(account, contents, ContentColumns.Header, headers, default);
            for (int i = 0; i < contents.Length; i++)
            {
                if (!found.TryGetValue(headers.Ids[i], out List<Found>? places))
                {
                    found.Add(headers.Ids[i], places = []);
                }
                places.Add(new Found(mailbox.Id.Value, log.Rows[i]));
            }
        }
        return found;
    }

    // The last acknowledged state, or the one intended after it; a writer has one intent at a time.
    private static async Task CheckMessageAsync(IMailStorage storage, IGrouping<string, LedgerEntry> message, List<Found> found)
    {
        LedgerEntry? acked = message.LastOrDefault(e => e.IsAck);
        LedgerEntry? open = message.Last() is { IsAck: false } last ? last : null;
        Assert.True(found.Count <= 1, $"{message.Key} is there {found.Count} times");
        if (found.Count == 0)
        {
            Assert.True(acked is null || acked.Mailbox == 0 || open is { Mailbox: 0 }, $"{message.Key} is lost: {acked}");
            return;
        }
        Found place = found[0];
        bool Matches(LedgerEntry? entry) => entry is not null && entry.Mailbox == place.Mailbox
            && (entry.Uid == 0 || entry.Uid == place.Row.Uid) && FlagsOf(entry) == place.Row.Flags;
        Assert.True(Matches(acked) || Matches(open), $"{message.Key} is {place}, and should be {acked} or {open}");
        await using Stream stream = (await storage.OpenMessageAsync(message.First().Account, place.Row.Content, default))!;
        Assert.Equal(message.First().Hash, Convert.ToHexString(await SHA256.HashDataAsync(stream)));
    }

    private static FlagSet FlagsOf(LedgerEntry entry) =>
        SystemFlags.TryParse(entry.Flags, out SystemFlag flag) ? FlagSet.Of(flag) : FlagSet.None;

    // No UID was ever given to two messages.
    private static void CheckUids(IEnumerable<LedgerEntry> account)
    {
        foreach (IGrouping<(long, uint), LedgerEntry> uid in account.Where(e => e.IsAck && e.Uid != 0).GroupBy(e => (e.Mailbox, e.Uid)))
        {
            Assert.True(uid.Select(e => e.Id).Distinct().Count() == 1, $"{uid.Key} was given twice");
        }
    }
}
