using Port143.Mail;
using Port143.Server.Tests.Lmtp;
using Port143.Storage;

namespace Port143.Server.Tests.Sessions;

/// <summary>INPROGRESS (RFC 9585) while a change is being made; commands that read are in <c>scripts/inprogress.imap</c>.</summary>
public sealed class ProgressTests
{
    [Theory]
    [InlineData("STORE 1:* +FLAGS (\\Seen)")]
    [InlineData("UID STORE 1:* +FLAGS.SILENT (\\Seen)")]
    [InlineData("FETCH 1:* BODY[]")]
    [InlineData("COPY 1:* Archive")]
    [InlineData("MOVE 1:* Archive")]
    [InlineData("EXPUNGE")]
    [InlineData("UID EXPUNGE 1:*")]
    [InlineData("CLOSE")]
    [InlineData("DELETE Drafts")]
    [InlineData("RENAME Drafts Ideas")]
    public async Task ASlowChangeTellsHowFarItIs(string command)
    {
        await using TestServer server = await TestServer.StartAsync(
            options => options with { Limits = options.Limits with { ProgressInterval = TimeSpan.FromMilliseconds(50) } },
            storage => new FailingStorage(storage));
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account);
        await client.AppendAsync("INBOX", "Subject: one\r\n\r\nText\r\n", "\\Deleted");
        await client.OkAsync("SELECT INBOX");

        FailingStorage.Fail("slow", account.Id!.Value);
        long begin = Environment.TickCount64;
        List<string> answers = await client.OkAsync(command);
        long elapsed = Environment.TickCount64 - begin;

        string tag = answers[^1].Split(' ')[0];
        string[] progress = [.. answers.Where(a => a.Contains("INPROGRESS", StringComparison.Ordinal))];
        Assert.Contains(progress, line => line.StartsWith($"* OK [INPROGRESS (\"{tag}\" 4 10)] ", StringComparison.Ordinal));
        Assert.True(progress.Length <= elapsed / 50, $"{progress.Length} in {elapsed} ms, one for every 50 asked for");
        Assert.All(progress, line => Assert.StartsWith($"* OK [INPROGRESS (\"{tag}\" ", line));
    }

    [Fact]
    public async Task ASlowSortOrThreadTellsHowManyKeysItHasRead()
    {
        await using TestServer server = await TestServer.StartAsync(
            options => options with { Limits = options.Limits with { ProgressInterval = TimeSpan.FromMilliseconds(50) } },
            storage => new FailingStorage(storage));
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account);
        foreach (string subject in (string[])["c", "a", "b"])
        {
            await client.AppendAsync("INBOX", $"Subject: {subject}\r\n\r\nText\r\n");
        }
        await client.OkAsync("SELECT INBOX");

        FailingStorage.Fail("slow to read", account.Id!.Value);
        List<string> answers = await client.OkAsync("SORT (SUBJECT FROM) UTF-8 ALL");
        List<string> again = await client.OkAsync("UID SORT RETURN (ALL) (SUBJECT) UTF-8 ALL");

        // Three subjects to be read first, then as many senders.
        string tag = answers[^1].Split(' ')[0];
        Assert.StartsWith($"* OK [INPROGRESS (\"{tag}\" 0 3)] ", answers[0]);
        Assert.Contains(answers, line => line.StartsWith($"* OK [INPROGRESS (\"{tag}\" 3 6)] ", StringComparison.Ordinal));
        Assert.All(answers[..^2], line => Assert.StartsWith($"* OK [INPROGRESS (\"{tag}\" ", line));
        Assert.Equal("* SORT 2 3 1", answers[^2]);
        // Keys that are known take no time.
        Assert.StartsWith("* ESEARCH ", again[0]);

        answers = await client.OkAsync("UID THREAD ORDEREDSUBJECT UTF-8 ALL");
        tag = answers[^1].Split(' ')[0];
        Assert.StartsWith($"* OK [INPROGRESS (\"{tag}\" 0 3)] ", answers[0]);
        Assert.Equal("* THREAD (2)(3)(1)".Length, answers[^2].Length);
        Assert.StartsWith("* THREAD ", (await client.OkAsync("THREAD REFERENCES UTF-8 ALL"))[0]);
    }

    [Fact]
    public async Task TheEngineCountsWhatItDoes()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account);
        for (int i = 0; i < 3; i++)
        {
            await client.AppendAsync("INBOX", "Subject: one\r\n\r\nText\r\n");
        }
        MailboxList list = await server.Mail.ListMailboxesAsync(account.Id!.Value, default);
        MailboxId inbox = list.Find(MailboxName.Inbox)!.Id, archive = list.Find(MailboxName.Parse("Archive"))!.Id;
        UidSet all = UidSet.Of(1, 3);

        await CountsAsync(new CopyChange(inbox, all, archive, Move: false));
        await CountsAsync(new StoreChange(inbox, all, FlagMode.Add, ["\\Deleted"]));
        await CountsAsync(new ExpungeChange(inbox, all));

        async Task CountsAsync<TResult>(Change<TResult> change)
            where TResult : ChangeResult
        {
            var count = new WorkCount();
            Assert.True((await server.Mail.CommitAsync(account.Id!.Value, change with { Count = count }, default)).Succeeded);
            Assert.Equal((3, 3), (count.Done, count.Goal));
        }
    }
}
