using System.Diagnostics;
using System.Globalization;
using Port143.Tests.Cli;
using Port143.Tests.Processes;

namespace Port143.Tests.Crash;

/// <summary>kill -9 under load, again and again: guarantees 1 to 3. PORT143_LONG asks for 500 rounds, PORT143_SEED repeats a run.</summary>
[Collection(OneAtATime.Name)]
public sealed class CrashTests : IDisposable
{
    private const int Writers = 16;
    private const int RoundsPerGeneration = 25;

    private static readonly string[] Accounts = ["a@example.org", "b@example.org", "c@example.org"];
    private static readonly string[] Mailboxes = ["INBOX", "Archive", "Work/Open"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_by_kill_9()
    {
        int generations = Environment.GetEnvironmentVariable("PORT143_LONG") is { Length: > 0 } ? 20 : 1;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("PORT143_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int given)
            ? given : Random.Shared.Next(1_000_000);
        var random = new Random(seed);
        var total = new Totals();
        // Each generation has a new data folder, or the comparing would grow with the square of the rounds.
        for (int generation = 0; generation < generations; generation++)
        {
            await RunGenerationAsync($"g{generation}", seed, random, total);
        }
        total.Starts.Sort();
        Report.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"crash: seed {seed}, {generations * RoundsPerGeneration} times kill -9 under {Writers} writers, acknowledged {total.Acknowledged} of "
            + $"{total.Intents}, lost {total.Lost}, doubled {total.Doubled}, {total.Compared} messages compared, "
            + $"ready again in {total.Starts[total.Starts.Count / 2]:F2} s (median)"));
    }

    [Fact]
    public async Task The_checker_sees_what_it_looks_for()
    {
        string data = _folder["data"];
        await ServerUnderTest.AddAccountAsync(data, "a@example.org");
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(data, "--cleartext-login", "loopback");
        using var ledger = new Ledger(_folder["ledger"]);
        var checker = new CrashChecker(ledger, ["a@example.org"], ["INBOX", "Archive"]);
        await using Wire wire = await Wire.SignInAsync(server.Imap, "a@example.org");
        foreach (string id in (string[])["lost", "doubled", "changed", "flagged", "moved", "back"])
        {
            byte[] bytes = System.Text.Encoding.ASCII.GetBytes($"X-Ledger: {id}\r\n\r\ntext of {id}\r\n");
            await wire.AppendAsync("INBOX", "$First", bytes);
            ledger.Messages[(id, "a@example.org")] = new LedgerMessage
            {
                Id = id, Account = "a@example.org", Mailbox = "INBOX", Sent = bytes, IsAcked = true, IsExpunged = id == "back",
                Keywords = { ["$First"] = [true] },
            };
        }
        ledger.Messages[("changed", "a@example.org")].Sent[^3] ^= 1;
        await wire.OkAsync("SELECT INBOX");
        await wire.OkAsync(@"STORE 1 FLAGS (\Deleted)");
        await wire.OkAsync("EXPUNGE");
        await wire.OkAsync("UID COPY 2 Archive");
        await wire.OkAsync("UID STORE 4 -FLAGS ($First)");
        await wire.OkAsync("UID MOVE 5 Archive");
        await checker.CheckAsync(server.Imap);
        Assert.Equal((1, 1), (checker.Lost, checker.Doubled));
        string broken = string.Join('\n', checker.Broken);
        Assert.All(
            (string[])["lost was acknowledged", "doubled is in", "3: other octets", "flagged: $First is False", "moved was acknowledged", "back was expunged"],
            sentence => Assert.Contains(sentence, broken));
        Assert.Equal(6, checker.Broken.Count);
    }

    private async Task RunGenerationAsync(string name, int seed, Random random, Totals total)
    {
        string data = _folder[name];
        foreach (string account in Accounts)
        {
            await ServerUnderTest.AddAccountAsync(data, account);
        }
        using var ledger = new Ledger(_folder[name + ".ledger"]);
        var checker = new CrashChecker(ledger, Accounts, Mailboxes);
        for (int round = 0; ; round++)
        {
            var watch = Stopwatch.StartNew();
            await using ServerUnderTest server = await ServerUnderTest.StartAsync(data, "--cleartext-login", "loopback", "--log-level", "warning");
            total.Starts.Add(watch.Elapsed.TotalSeconds);
            if (round == 0)
            {
                await MakeMailboxesAsync(server);
            }
            await checker.CheckAsync(server.Imap);
            Assert.True(checker.Broken.Count == 0, $"seed {seed}, {name}, after {round} crashes:\n{string.Join('\n', checker.Broken.Take(20))}");
            if (round == RoundsPerGeneration)
            {
                await server.StopAsync();
                break;
            }
            List<string> surprises = await WorkUntilKilledAsync(server, ledger, random);
            Assert.True(surprises.Count == 0, $"seed {seed}, {name}, before crash {round + 1}:\n{string.Join('\n', surprises.Take(20))}");
        }
        total.Acknowledged += ledger.Acknowledged;
        total.Intents += ledger.Intents;
        total.Lost += checker.Lost;
        total.Doubled += checker.Doubled;
        total.Compared += checker.Compared;
        Directory.Delete(data, recursive: true);
    }

    private static async Task<List<string>> WorkUntilKilledAsync(ServerUnderTest server, Ledger ledger, Random random)
    {
        List<CrashWriter> writers = [.. Enumerable.Range(0, Writers).Select(
            i => new CrashWriter(ledger, i, Accounts[i % Accounts.Length], Accounts, Mailboxes, random.Next()))];
        int before = ledger.Read(() => ledger.Acknowledged);
        Task all = Task.WhenAll(writers.Select(w => Task.Run(() => w.RunAsync(server.Imap, server.Lmtp))));
        // Most crashes come in the midst of work, some while clients sign in.
        int wait = random.Next(8) == 0 ? 0 : random.Next(600);
        while (!all.IsCompleted && ledger.Read(() => ledger.Acknowledged) - before < wait)
        {
            await Task.Delay(1);
        }
        await Task.Delay(random.Next(30));
        await server.KillAsync();
        await all;
        return [.. server.Errors, .. writers.SelectMany(w => w.Surprises)];
    }

    private static async Task MakeMailboxesAsync(ServerUnderTest server)
    {
        foreach (string account in Accounts)
        {
            await using Wire wire = await Wire.SignInAsync(server.Imap, account);
            await wire.OkAsync("CREATE Work/Open");
        }
    }

    private sealed class Totals
    {
        public List<double> Starts { get; } = [];

        public int Acknowledged { get; set; }

        public int Intents { get; set; }

        public int Lost { get; set; }

        public int Doubled { get; set; }

        public int Compared { get; set; }
    }
}
