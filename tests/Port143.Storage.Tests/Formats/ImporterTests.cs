using System.Text;
using Port143.Mail;
using Port143.Storage.Formats;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests.Formats;

public sealed class ImporterTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-import-").FullName;
    private readonly AccountId _account = AccountId.New();
    private readonly SqliteMailStorage _storage;

    public ImporterTests()
    {
        Directory.CreateDirectory(Data);
        _storage = SqliteMailStorage.Open(Data);
    }

    private string Data => Path.Combine(_folder, "data");

    private string Source => Path.Combine(_folder, "source");

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task An_mbox_goes_to_inbox_and_again_to_nowhere()
    {
        await CreateAsync();
        Put("mbox", Mbox(10));
        ImportResult first = await ImportAsync("mbox");
        Assert.Equal((10, 0, 1), (first.Messages, first.Skipped, first.Mailboxes));
        ImportResult second = await ImportAsync("mbox");
        Assert.Equal((0, 10), (second.Messages, second.Skipped));
        ImportResult again = await ImportAsync("mbox", new ImportOptions { Again = true });
        Assert.Equal(10, again.Messages);
        Put("mbox", Mbox(12)); // grown
        ImportResult grown = await ImportAsync("mbox");
        Assert.Equal((2, 10), (grown.Messages, grown.Skipped));
    }

    [Fact]
    public async Task Equal_messages_in_a_source_are_all_imported()
    {
        await CreateAsync();
        Put("mbox", Mbox(1) + Mbox(1) + Mbox(1));
        Assert.Equal(3, (await ImportAsync("mbox")).Messages);
        Assert.Equal(3, (await ImportAsync("mbox")).Skipped);
    }

    [Fact]
    public async Task H_an_import_that_is_killed_goes_on_without_loss_or_doubles()
    {
        await CreateAsync();
        Put("mbox", Mbox(25));
        var options = new ImportOptions { BatchMessages = 3 };
        for (int kill = 1; kill <= 8; kill++)
        {
            MailboxName target = MailboxName.Parse($"Box{kill}");
            int kills = 0;
            foreach (bool after in new[] { kill % 2 == 0, true, false, true })
            {
                var killed = new KilledStorage(_storage, Math.Max(1, kill / 2), after);
                using Importer importer = Importer.TryOpen(killed, _account, Data, options with { Mailbox = target })!;
                kills += await Record.ExceptionAsync(() => importer.RunAsync(Path.Combine(Source, "mbox"), null, default)) is IOException ? 1 : 0;
            }
            Assert.InRange(kills, 1, 4);
            await ImportAsync("mbox", options with { Mailbox = target });
            List<string> messages = await ReadAsync(target);
            Assert.Equal(Enumerable.Range(0, 25).Select(i => $"Subject: {i}\r\n\r\nbody {i}\r\n"), messages);
        }
    }

    [Fact]
    public async Task Only_one_import_into_an_account_runs()
    {
        await CreateAsync();
        using Importer? first = Importer.TryOpen(_storage, _account, Data, new ImportOptions());
        Assert.NotNull(first);
        Assert.Null(Importer.TryOpen(_storage, _account, Data, new ImportOptions()));
    }

    [Fact]
    public async Task A_tree_becomes_mailboxes_that_are_subscribed()
    {
        await CreateAsync();
        Put("Inbox", Mbox(1));
        Put("Inbox.msf", "index");
        Put("Lists.sbd/Rust", Mbox(2));
        Put("Sent Items.mbox/mbox", Mbox(3));
        Put("Notes/a.eml", "Subject: a\n\nx\n");
        Put("Notes/b.eml", "Subject: b\r\n\r\ny\r\n");
        Put("Dir/cur/1.a:2,FS", "Subject: m\n\n");
        Put("Dir/.Sub.&AOQ-/tmp/3.c", "");
        Put("Dir/.Sub.&AOQ-/new/2.b", "Subject: n\n\n");
        ImportResult result = await ImportAsync(".", new ImportOptions { MapSpecialUse = true });
        Assert.Empty(result.Failures);
        Assert.Equal(1 + 2 + 3 + 2 + 2, result.Messages);
        MailboxList list = await _storage.ListMailboxesAsync(_account, default);
        Assert.Contains(MailboxName.Parse("Lists/Rust"), list.Subscriptions);
        Assert.Equal(3, (await ReadAsync(MailboxName.Parse("Sent"))).Count);
        Assert.Single(await ReadAsync(MailboxName.Inbox));
        Assert.Equal(["Subject: a\r\n\r\nx\r\n", "Subject: b\r\n\r\ny\r\n"], await ReadAsync(MailboxName.Parse("Notes")));
        Assert.Single(await ReadAsync(MailboxName.Parse("Dir/Sub/\u00e4")));
    }

    [Theory]
    [InlineData(ExportFormat.Mbox)]
    [InlineData(ExportFormat.Maildir)]
    public async Task What_is_exported_is_imported_octet_for_octet(ExportFormat format)
    {
        await CreateAsync();
        Put("torture/1.eml", "Subject: x\r\n\r\nFrom here\r\n>From there\r\n\r\nFrom a Thu Aug 22 12:36:23 2002\r\n");
        Put("torture/2.eml", "Subject: bare\r\n\r\nlf\ncr\rend");
        Put("torture/3.eml", "Subject: unfinished\r\n\r\nx");
        Put("torture/4.eml", "From: \r\n");
        Put("torture/.hidden", Mbox(1));
        Put("%2Edot", Mbox(1));
        Put("a%5Cb.mbox", "");
        await ImportAsync(".");
        AccountId copy = AccountId.New();
        await _storage.CreateAccountAsync(copy, [], default);
        string target = Path.Combine(_folder, "exported");
        ExportResult exported = await new Exporter(_storage, _account).RunAsync(target, format, null, null, default);
        Assert.Equal(5, exported.Messages);
        using (Importer importer = Importer.TryOpen(_storage, copy, Data, new ImportOptions())!)
        {
            ImportResult imported = await importer.RunAsync(target, null, default);
            Assert.Empty(imported.Failures);
            Assert.Equal(5, imported.Messages);
        }
        MailboxList before = await _storage.ListMailboxesAsync(_account, default), after = await _storage.ListMailboxesAsync(copy, default);
        Assert.Equal(before.Mailboxes.Select(m => m.Name), after.Mailboxes.Select(m => m.Name));
        foreach (MailboxInfo mailbox in before.Mailboxes)
        {
            Assert.Equal(await ReadAsync(mailbox.Name), await ReadAsync(mailbox.Name, copy));
        }
    }

    [Fact]
    public async Task Nothing_is_overwritten_by_an_export()
    {
        await CreateAsync();
        Put("x", "y");
        await Assert.ThrowsAsync<IOException>(() => new Exporter(_storage, _account).RunAsync(Source, ExportFormat.Mbox, null, null, default));
    }

    [Fact]
    public async Task The_corpus_is_imported()
    {
        await CreateAsync();
        Corpus.Folder();
        Directory.CreateDirectory(Source);
        foreach (string name in new[] { "ham", "newsletters", "spam" })
        {
            using MemoryStream mbox = Corpus.Mbox(name);
            await File.WriteAllBytesAsync(Path.Combine(Source, name + ".mbox"), mbox.ToArray());
        }
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        ImportResult result = await ImportAsync(".");
        TestContext.Current.SendDiagnosticMessage($"import: {System.Diagnostics.Stopwatch.GetElapsedTime(start)}, {result}");
        Assert.Equal((3250, 0, 3), (result.Messages, result.Skipped, result.Mailboxes));
        start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(3250, (await ImportAsync(".")).Skipped);
        TestContext.Current.SendDiagnosticMessage($"again: {System.Diagnostics.Stopwatch.GetElapsedTime(start)}");
    }

    private static string Mbox(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"From a Thu Aug 22 12:36:{i:00} 2002\nSubject: {i}\n\nbody {i}\n\n"));

    private async Task CreateAsync() => await _storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);

    private void Put(string path, string text)
    {
        path = Path.Combine(Source, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
    }

    private async Task<ImportResult> ImportAsync(string path, ImportOptions? options = null)
    {
        using Importer importer = Importer.TryOpen(_storage, _account, Data, options ?? new ImportOptions())!;
        return await importer.RunAsync(Path.Combine(Source, path), null, default);
    }

    private async Task<List<string>> ReadAsync(MailboxName mailbox, AccountId? account = null)
    {
        AccountId id = account ?? _account;
        MailboxInfo info = (await _storage.ListMailboxesAsync(id, default)).Find(mailbox)!;
        var messages = new List<string>();
        foreach (MessageRow row in (await _storage.ReadLogAsync(id, info.Id, 0, default))!.Rows)
        {
            using Stream stream = (await _storage.OpenMessageAsync(id, row.Content, default))!;
            using var reader = new StreamReader(stream, Encoding.Latin1);
            messages.Add(await reader.ReadToEndAsync());
        }
        return messages;
    }
}
