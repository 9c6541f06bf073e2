using System.Text;
using Port143.Mail;
using Port143.Storage.Digest;
using Port143.Storage.Search;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;
using Port143.Storage.Tests.Crash;
using Port143.Storage.Tests.Digest;

namespace Port143.Storage.Tests.Search;

/// <summary>What the index says is what a scan says, at every moment of its life.</summary>
public sealed class SearchIndexTests : IAsyncLifetime
{
    private static readonly (TextFields Fields, string? Header)[] Places =
    [
        (TextFields.Subject, "Subject"), (TextFields.From, "From"), (TextFields.To, "To"), (TextFields.Cc, "Cc"), (TextFields.Bcc, "Bcc"),
        (TextFields.Body, null), (TextFields.Header | TextFields.Body, null),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("port143-search-").FullName;
    private readonly AccountId _account = AccountId.Parse($"{1:x16}"); // the one that child processes use
    private readonly Dictionary<long, byte[]> _messages = [];
    private readonly Dictionary<long, PartTable> _parts = [];
    private readonly Random _random = new(TestDose.Seed);
    private SqliteMailStorage _storage = null!;
    private MailboxId _inbox;

    public async ValueTask InitializeAsync()
    {
        _storage = SqliteMailStorage.Open(_folder);
        await _storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);
        _inbox = (await _storage.ListMailboxesAsync(_account, default)).Find(MailboxName.Inbox)!.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Made_up_mail_from_the_first_message_to_the_last()
    {
        for (int batch = 0; batch < 12; batch++)
        {
            await AppendAsync([.. Enumerable.Range(0, 12).Select(_ => MadeUpMail.Make(_random))]);
            await CheckAsync(10, MadeUpMail.Words); // the newest batch is not indexed
            Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        }
        SearchIndexState state = _storage.ReadIndexState(_account);
        Assert.Equal((144, 144), (state.Contents, state.Indexed));
        Assert.InRange(state.Segments, 1, 8); // they were merged
        await CheckAsync(TestDose.Of(100, 2000), MadeUpMail.Words);
        await ExpungeAsync(every: 3);
        await CheckAsync(50, MadeUpMail.Words);
        await _storage.SweepAsync(_account, default);
        await CheckAsync(50, MadeUpMail.Words);
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        await CheckAsync(50, MadeUpMail.Words);
        await _storage.DisposeAsync();
        _storage = SqliteMailStorage.Open(_folder);
        int told = 0;
        Assert.True(await _storage.IndexAsync(_account, rebuild: true, n => told += n, default));
        Assert.Equal(_storage.ReadIndexState(_account).Contents, told);
        Assert.Equal(1, _storage.ReadIndexState(_account).Segments);
        await CheckAsync(50, MadeUpMail.Words);
    }

    [Theory]
    [InlineData("ham.mbox.gz")]
    [InlineData("newsletters.mbox.gz")]
    [InlineData("spam.mbox.gz")]
    public async Task Real_mail(string file)
    {
        List<byte[]> messages = CorpusFiles.Mbox(file);
        await AppendAsync([.. messages.OrderBy(_ => _random.Next()).Take(TestDose.Of(100, 5000))]);
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        Assert.Equal(_messages.Count, _storage.ReadIndexState(_account).Indexed);
        await CheckAsync(TestDose.Of(25, 400), []);
        await AppendAsync([.. messages.Take(5)]);
        await CheckAsync(TestDose.Of(5, 100), []);
    }

    [Fact]
    public async Task Torture()
    {
        await AppendAsync([.. CorpusFiles.Torture().Select(m => m.Bytes)]);
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        await CheckAsync(TestDose.Of(25, 1000), MadeUpMail.Words);
    }

    [Fact]
    public async Task Expunged_contents_leave_the_index()
    {
        await AppendAsync([.. Enumerable.Range(0, 30).Select(i => Encoding.ASCII.GetBytes($"Subject: word{i}\r\n\r\nsecret{i}\r\n"))]);
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        long before = _storage.ReadIndexState(_account).Bytes;
        await ExpungeAsync(every: 2);
        await _storage.SweepAsync(_account, default);
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        TextHits hits = await _storage.FindTextAsync(_account, new TextQuery(TextFields.Body, "secret"), default);
        Assert.Equal(_messages.Keys.Order(), hits.Certain.ToArray());
        Assert.True(_storage.ReadIndexState(_account).Bytes < before);
    }

    [Fact]
    public async Task Killed_while_it_indexes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Kills as on Linux.");
        for (int round = 0; round < TestDose.Of(2, 50); round++)
        {
            await _storage.DisposeAsync();
            using (ChildProcess child = ChildProcess.Start(nameof(ChildRoles.Indexes), _folder, TestDose.Seed + round))
            {
                await child.WaitForAsync(lines => lines.Contains("ready"));
                await Task.Delay(300 + _random.Next(700));
                await child.KillAsync();
            }
            _storage = SqliteMailStorage.Open(_folder);
            foreach (MessageRow row in (await _storage.ReadLogAsync(_account, _inbox, 0, default))!.Rows)
            {
                using var bytes = new MemoryStream();
                await using Stream stream = (await _storage.OpenMessageAsync(_account, row.Content, default))!;
                await stream.CopyToAsync(bytes);
                _messages[row.Content] = bytes.ToArray();
                _parts[row.Content] = MessageDigest.Build(bytes.ToArray()).Parts;
            }
            await CheckAsync(10, MadeUpMail.Words);
            Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
            Assert.Equal(_messages.Count, _storage.ReadIndexState(_account).Indexed);
            await CheckAsync(10, MadeUpMail.Words);
        }
    }

    [Fact]
    public async Task Whoever_comes_second_leaves_the_index_alone()
    {
        await AppendAsync([.. Enumerable.Range(0, 20).Select(_ => MadeUpMail.Make(_random))]);
        await using SqliteMailStorage other = SqliteMailStorage.Open(_folder);
        bool? second = null;
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, _ => second = other.IndexAsync(_account, false, null, default).Result, default));
        Assert.False(second);
    }

    [Fact]
    public async Task New_mail_is_indexed_behind_delivery()
    {
        await _storage.DisposeAsync();
        _storage = SqliteMailStorage.Open(_folder);
        _storage.IndexBehindDelivery();
        for (int round = 0; round < 2; round++)
        {
            await AppendAsync([.. Enumerable.Range(0, 20).Select(_ => MadeUpMail.Make(_random))]);
            for (int wait = 0; _storage.ReadIndexState(_account).Indexed < _messages.Count; wait++)
            {
                Assert.True(wait < 600, "nothing was indexed");
                await Task.Delay(50);
            }
        }
        await CheckAsync(20, MadeUpMail.Words);
    }

    [Fact]
    public async Task A_large_message_and_one_of_too_many_words_are_found()
    {
        string manyWords = string.Join(' ', Enumerable.Range(0, 70_000).Select(i => $"q{i:x}"));
        await AppendAsync(
        [
            Encoding.ASCII.GetBytes($"Subject: large\r\n\r\nneedle {new string('x', 300_000)} haystack\r\n"),
            Encoding.ASCII.GetBytes($"Subject: many\r\n\r\n{manyWords} lastword\r\n"),
            "Subject: small\r\n\r\nneedle\r\n"u8.ToArray(),
        ]);
        Assert.True(await _storage.IndexAsync(_account, rebuild: false, null, default));
        foreach (string word in (string[])["needle", "haystack", "lastword", "q1", "absent", "large"])
        {
            await CheckOneAsync(TextFields.Header | TextFields.Body, null, word);
        }
    }

    private async Task CheckAsync(int needles, IReadOnlyList<string> words)
    {
        byte[][] messages = [.. _messages.Values];
        for (int i = 0; i < needles; i++)
        {
            string needle = words.Count > 0 && _random.Next(3) == 0 ? words[_random.Next(words.Count)] : MadeUpMail.PartOf(messages[_random.Next(messages.Length)], _random);
            foreach ((TextFields fields, string? header) in Places)
            {
                await CheckOneAsync(fields, header, needle);
            }
        }
    }

    private async Task CheckOneAsync(TextFields fields, string? header, string needle)
    {
        TextHits hits = await _storage.FindTextAsync(_account, new TextQuery(fields, needle), default);
        var matcher = new TextMatcher(needle);
        foreach ((long content, byte[] message) in _messages)
        {
            if (content > hits.IndexedUpTo || hits.Possible.Contains(content))
            {
                continue;
            }
            PartTable parts = _parts[content];
            bool expected = header is not null ? matcher.MatchesHeaderField(message.AsSpan(0, parts[0].HeaderLength), header)
                : fields == TextFields.Body ? matcher.MatchesBody(message, parts)
                : matcher.MatchesText(message, parts);
            Assert.True(
                expected == hits.Certain.Contains(content),
                $"'{needle}' in {fields} of content {content}: scan {expected}, index {!expected} (seed {TestDose.Seed})\n{Encoding.UTF8.GetString(message)}");
        }
    }

    private async Task AppendAsync(IReadOnlyList<byte[]> messages)
    {
        AppendResult result = await _storage.CommitAsync(
            _account, new AppendChange(_inbox, [.. messages.Select(m => new NewMessage(TestMessages.Stage(_storage, _account, m), [], default))]), default);
        Assert.True(result.Succeeded);
        LogPage log = (await _storage.ReadLogAsync(_account, _inbox, 0, default))!;
        foreach ((MessageRow row, byte[] message) in log.Rows.TakeLast(messages.Count).Zip(messages))
        {
            _messages.Add(row.Content, message);
            _parts.Add(row.Content, MessageDigest.Build(message).Parts);
        }
    }

    private async Task ExpungeAsync(int every)
    {
        LogPage log = (await _storage.ReadLogAsync(_account, _inbox, 0, default))!;
        MessageRow[] gone = [.. log.Rows.SkipLast(1).Where((_, i) => i % every == 0)];
        UidSet uids = UidSet.Of([.. gone.Select(r => new UidRange(r.Uid, r.Uid))]);
        await _storage.CommitAsync(_account, new StoreChange(_inbox, uids, FlagMode.Add, ["\\Deleted"]), default);
        Assert.True((await _storage.CommitAsync(_account, new ExpungeChange(_inbox, uids), default)).Succeeded);
        foreach (MessageRow row in gone)
        {
            _messages.Remove(row.Content);
        }
    }
}
