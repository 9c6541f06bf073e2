using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Tests.Contract;

// STOREs over many messages, which an engine may keep in another way than those over few; and several changes at once.
public abstract partial class MailStorageContract
{
    private const int Many = 300;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Stores_over_many_messages_are_in_the_log_like_others(bool withColumns)
    {
        await AppendManyAsync(Inbox, Many);
        using var indexes = new MailboxIndexes(Storage);
        MailboxIndex index = (await indexes.OpenAsync(Account, Inbox, default))!;
        StoreChange Store(UidSet uids, FlagMode mode, params string[] flags) =>
            new(Inbox, uids, mode, flags) { Columns = withColumns ? index : null };
        StoreResult one = await Do(Store(Uids(7), FlagMode.Add, "\\Flagged"));
        StoreResult all = await Do(Store(Everything, FlagMode.Add, "\\Flagged", "k"));
        Assert.Equal(UidSet.Of(1, Many), all.Changed);
        Assert.Equal(one.ModSeq + 1, all.ModSeq);
        Assert.Equal(UidSet.Empty, (await Do(Store(Everything, FlagMode.Add, "K"))).Changed);
        StoreResult few = await Do(Store(UidSet.Of(5, 8), FlagMode.Remove, "\\Flagged"));
        StoreResult others = await Do(Store(Everything, FlagMode.Remove, "\\Flagged"));
        Assert.Equal(UidSet.Of(1, Many).Except(UidSet.Of(5, 8)), others.Changed);
        StoreResult last = await Do(Store(UidSet.Of(100, 299), FlagMode.Replace, "\\Deleted"));
        Assert.Equal(["k"], await FlagsAsync(Inbox, 7));
        Assert.Equal(few.ModSeq, (await RowAsync(Inbox, 7)).ModSeq);
        Assert.Equal(others.ModSeq, (await RowAsync(Inbox, 4)).ModSeq);
        Assert.Equal(["\\Deleted"], await FlagsAsync(Inbox, 150));
        Assert.Equal(200, (await LogAsync(Inbox, last.ModSeq - 1)).Rows.Count);
        Assert.Equal(Many - 4, (await LogAsync(Inbox, few.ModSeq)).Rows.Count);
        Assert.Equal(Many, (await LogAsync(Inbox, one.ModSeq)).Rows.Count);
        Assert.Equal((uint)200, index.Counts.Deleted);
        Assert.Equal((await LogAsync(Inbox)).Rows, RowsOf(index));
        await ReopenAsync();
        Assert.Equal((await LogAsync(Inbox)).Rows, RowsOf(index));
        // What was changed like this is copied and expunged like this.
        MailboxId archive = (await FindAsync("Archive")).Id;
        await Do(new CopyChange(Inbox, UidSet.Of(99, 101), archive, Move: false));
        Assert.Equal(["k"], await FlagsAsync(archive, 1));
        Assert.Equal(["\\Deleted"], await FlagsAsync(archive, 3));
        Assert.Equal(UidSet.Of(100, 299), (await Do(new ExpungeChange(Inbox))).Expunged);
        Assert.Equal(Many - 200, (await LogAsync(Inbox)).Rows.Count);
    }

    [Fact]
    public async Task A_store_over_many_messages_refuses_those_that_changed_since()
    {
        await AppendManyAsync(Inbox, Many);
        long since = (await LogAsync(Inbox)).State.Head;
        await Do(new StoreChange(Inbox, UidSet.Of(1, 150), FlagMode.Add, ["\\Seen"]));
        StoreResult result = await Do(new StoreChange(Inbox, Everything, FlagMode.Add, ["\\Flagged"], since));
        Assert.Equal(UidSet.Of(1, 150), result.Modified);
        Assert.Equal(UidSet.Of(151, Many), result.Changed);
    }

    [Fact]
    public async Task Many_stores_over_many_messages_leave_what_each_of_them_did()
    {
        await AppendManyAsync(Inbox, Many);
        var random = new Random(1);
        var flags = new HashSet<string>[Many];
        var modSeqs = new long[Many];
        for (int i = 0; i < Many; i++)
        {
            flags[i] = [];
            modSeqs[i] = (await LogAsync(Inbox)).State.Head;
        }
        for (int step = 0; step < 100; step++)
        {
            uint first = (uint)random.Next(1, Many), last = (uint)random.Next((int)first, Many + 1);
            string flag = $"k{random.Next(4)}";
            bool add = random.Next(2) == 0;
            StoreResult result = await Do(new StoreChange(Inbox, UidSet.Of(first, last), add ? FlagMode.Add : FlagMode.Remove, [flag]));
            for (uint uid = first; uid <= last; uid++)
            {
                bool changes = add ? flags[uid - 1].Add(flag) : flags[uid - 1].Remove(flag);
                Assert.Equal(changes, result.Changed.Contains(uid));
                modSeqs[uid - 1] = changes ? result.ModSeq : modSeqs[uid - 1];
            }
        }
        LogPage log = await LogAsync(Inbox);
        Assert.Equal(modSeqs, log.Rows.Select(r => r.ModSeq));
        Assert.All(log.Rows, r => Assert.True(
            flags[r.Uid - 1].SetEquals(log.State.Keywords.Where((_, number) => r.Flags.HasKeyword(number)))));
    }

    [Fact]
    public async Task Changes_that_are_made_together_are_made_in_their_order()
    {
        await AppendManyAsync(Inbox, 3);
        long before = (await LogAsync(Inbox)).State.Head;
        StoreResult[] results = await Task.WhenAll(
            Storage.CommitAll(
                Account,
                [
                    new StoreChange(Inbox, Uids(1), FlagMode.Add, ["\\Seen"]),
                    new StoreChange(Inbox, Uids(1, 2), FlagMode.Add, ["\\Seen"]),
                    new StoreChange(new MailboxId(999), Uids(1), FlagMode.Add, ["\\Seen"]),
                    new StoreChange(Inbox, Uids(2), FlagMode.Remove, ["\\Seen"]),
                    new StoreChange(Inbox, Uids(3), FlagMode.Remove, ["\\Seen"]),
                ],
                default));
        Assert.Equal([before + 1, before + 2, 0, before + 3, before + 3], results.Select(r => r.ModSeq));
        Assert.Equal(Uids(2), results[1].Changed);
        Assert.Equal(ChangeFailure.NoMailbox, results[2].Failure);
        Assert.Equal(["\\Seen"], await FlagsAsync(Inbox, 1));
        Assert.Empty(await FlagsAsync(Inbox, 2));
    }

    private static MessageRow[] RowsOf(MailboxIndex index)
    {
        var rows = new MessageRow[index.Count];
        index.CopyRows(Everything, 1, rows);
        return rows;
    }
}
