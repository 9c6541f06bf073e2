using System.Globalization;
using Port143.Mail;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Crash;

/// <summary>What child processes do; see <see cref="ChildProcess"/>. Explicit: nobody runs them by mistake.</summary>
public sealed class ChildRoles
{
    private static readonly AccountId[] Accounts =
        [.. Enumerable.Range(1, 4).Select(n => AccountId.Parse($"{n:x16}"))];

    private static string Folder =>
        Environment.GetEnvironmentVariable("PORT143_CHILD_FOLDER") ?? throw new InvalidOperationException("not a child");

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("PORT143_CHILD_SEED")!, CultureInfo.InvariantCulture);

    // Past the console's own buffers and locks: a line said is a line read.
    internal static void Say(string line)
    {
        using Stream error = Console.OpenStandardError();
        error.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }

    [Fact(Explicit = true)]
    public async Task SixteenWriters()
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(Folder);
        foreach (AccountId account in Accounts)
        {
            await storage.CreateAccountAsync(account, NewMailbox.Defaults, default);
        }
        using var ledger = new Ledger(Folder);
        Say("ready");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            var writer = new LedgerWriter(storage, ledger, Accounts[n % Accounts.Length], new Random(Seed * 100 + n));
            while (true)
            {
                await writer.StepAsync();
                if (n < Accounts.Length && Random.Shared.Next(100) == 0)
                {
                    await storage.SweepAsync(Accounts[n], default);
                }
            }
        })));
    }

    /// <summary>Files messages and indexes each at once, so that segments are added, merged and deleted all the time.</summary>
    [Fact(Explicit = true)]
    public async Task Indexes()
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(Folder);
        MailboxId inbox = (await storage.ListMailboxesAsync(Accounts[0], default)).Find(MailboxName.Inbox)!.Id;
        var random = new Random(Seed);
        for (int i = 0; i < 10_000; i++)
        {
            if (i == 10)
            {
                Say("ready");
            }
            StagedMessage message = TestMessages.Stage(storage, Accounts[0], Search.MadeUpMail.Make(random));
            await storage.CommitAsync(Accounts[0], new AppendChange(inbox, [new NewMessage(message, [], default)]), default);
            await storage.IndexAsync(Accounts[0], rebuild: i % 40 == 39, null, default);
        }
    }

    /// <summary>Files 40 messages one after the other and says of each how it went.</summary>
    [Fact(Explicit = true)]
    public async Task Appends()
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(Folder);
        MailboxId inbox = (await storage.ListMailboxesAsync(Accounts[0], default)).Find(MailboxName.Inbox)!.Id;
        for (int i = 0; i < 42; i++)
        {
            try
            {
                byte[] message = TestMessages.Make(i, i % 8 == 7 ? 200_000 : 2000);
                AppendResult result = await storage.CommitAsync(
                    Accounts[0], new AppendChange(inbox, [new NewMessage(TestMessages.Stage(storage, Accounts[0], message), [], default)]), default);
                Say(result.Succeeded ? $"ok {i} {result.Uids.Min}" : $"refused {i} {result.Failure}");
            }
            catch (IOException error)
            {
                Say($"failed {i} {error.Message} {DiskFull.Is(error)}");
            }
        }
        Say("end");
    }

    /// <summary>Fills a small disk, which is mounted where the child runs, and must get out of it again.</summary>
    [Fact(Explicit = true)]
    public async Task FillsTheDisk()
    {
        string folder = Path.Combine(Folder, "small");
        await using SqliteMailStorage storage = SqliteMailStorage.Open(folder, new SqliteOptions { Reserve = 4_000_000 });
        AccountId account = Accounts[0];
        await storage.CreateAccountAsync(account, NewMailbox.Defaults, default);
        MailboxId inbox = (await storage.ListMailboxesAsync(account, default)).Find(MailboxName.Inbox)!.Id;
        async Task<bool> TryAppendAsync(int n)
        {
            StagedMessage staged;
            try
            {
                staged = TestMessages.Stage(storage, account, TestMessages.Make(n, n % 10 == 9 ? 200_000 : 20_000));
            }
            catch (IOException error)
            {
                Assert.True(DiskFull.Is(error), $"{error}");
                return false;
            }
            AppendResult result = await storage.CommitAsync(
                account, new AppendChange(inbox, [new NewMessage(staged, [], default)]), default);
            Assert.True(result.Failure is ChangeFailure.None or ChangeFailure.DiskFull, $"{result.Failure}");
            return result.Succeeded;
        }
        var filed = new List<int>();
        int refused = 0;
        for (int n = 0; refused < 30; n++)
        {
            if (await TryAppendAsync(n))
            {
                filed.Add(n);
            }
            else
            {
                refused++;
            }
        }
        Say($"full after {filed.Count}");
        await CheckAsync(storage, account, inbox, filed);
        StoreResult stored = await storage.CommitAsync(
            account, new StoreChange(inbox, UidSet.Of(1, (uint)filed.Count / 2), FlagMode.Replace, ["\\Deleted"]), default);
        Assert.True(stored.Succeeded);
        ExpungeResult expunged = await storage.CommitAsync(account, new ExpungeChange(inbox), default);
        Say($"expunged {expunged.Failure} {expunged.Expunged}");
        Assert.True(expunged.Succeeded);
        filed.RemoveRange(0, (int)expunged.Expunged.UidCount);
        Assert.True(await storage.SweepAsync(account, default) > 0);
        for (int n = 1000; n < 1020; n++)
        {
            bool isLarge = n % 10 == 9; // these need room outside the file, where the reserve comes first
            bool fits = await TryAppendAsync(n);
            Assert.True(fits || isLarge, $"{n} does not fit again");
            if (fits)
            {
                filed.Add(n);
            }
        }
        await CheckAsync(storage, account, inbox, filed);
        Say("recovered");
    }

    private static async Task CheckAsync(SqliteMailStorage storage, AccountId account, MailboxId inbox, List<int> filed)
    {
        LogPage log = (await storage.ReadLogAsync(account, inbox, 0, default))!;
        Assert.Equal(filed.Count, log.Rows.Count);
        foreach ((int n, MessageRow row) in filed.Zip(log.Rows))
        {
            await using Stream stream = (await storage.OpenMessageAsync(account, row.Content, default))!;
            byte[] bytes = new byte[row.Size];
            await stream.ReadExactlyAsync(bytes);
            Assert.Equal(TestMessages.Make(n, n % 10 == 9 ? 200_000 : 20_000), bytes);
        }
    }
}
