using System.Text;
using Port143.Mail;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests.Sqlite;

public sealed class SqliteDigestUpdaterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-digest").FullName;

    [Fact]
    public async Task Digests_of_an_older_parser_are_made_anew()
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(_folder);
        var account = AccountId.New();
        await storage.CreateAccountAsync(account, NewMailbox.Defaults, default);
        MailboxId inbox = (await storage.ListMailboxesAsync(account, default)).Find(MailboxName.Inbox)!.Id;
        var contents = new List<long>();
        for (int i = 0; i < 120; i++)
        {
            MessageStaging staging = storage.StageMessage(account);
            staging.Write(Encoding.ASCII.GetBytes($"Subject: number {i}\r\n\r\n{(i == 7 ? new string('x', 200_000) : "text")}\r\n"));
            await storage.CommitAsync(
                account, new AppendChange(inbox, [new NewMessage(staging.Complete(), [], new InternalDate(0, 0))]), default);
        }
        contents.AddRange((await storage.ReadLogAsync(account, inbox, 0, default))!.Rows.Select(r => r.Content));
        Spoil(Path.Combine(storage.FolderOf(account), "mail.db"));
        Assert.False(await HasThreadAsync(storage, account, contents[3]));
        Assert.DoesNotContain("number 3", await EnvelopeAsync(storage, account, contents[3]));

        await storage.SweepAsync(account, default);

        for (int i = 0; i < contents.Count; i++)
        {
            Assert.Contains($"number {i}\"", await EnvelopeAsync(storage, account, contents[i]));
            Assert.True(await HasThreadAsync(storage, account, contents[i]));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What a data folder of an older version looks like.
    private static void Spoil(string path)
    {
        using SqliteDatabase database = SqliteDatabase.Open(path, create: false);
        database.Execute("DELETE FROM thread; UPDATE content SET version=0, envelope=x'28414243'; INSERT INTO counter(name, value) VALUES('digest', 0)");
    }

    private static async Task<string> EnvelopeAsync(SqliteMailStorage storage, AccountId account, long content)
    {
        var visitor = new EnvelopeVisitor();
        await storage.ReadContentsAsync(account, new[] { content }, ContentColumns.Envelope, visitor, default);
        return visitor.Envelope;
    }

    private static async Task<bool> HasThreadAsync(SqliteMailStorage storage, AccountId account, long content)
    {
        var visitor = new EnvelopeVisitor();
        await storage.ReadContentsAsync(account, new[] { content }, ContentColumns.Thread, visitor, default);
        return visitor.HasThread;
    }

    private sealed class EnvelopeVisitor : IContentVisitor
    {
        public string Envelope { get; private set; } = "";

        public bool HasThread { get; private set; }

        public bool Visit(int index, in ContentRow row)
        {
            HasThread = row.Found && row.Thread.Length > 0;
            Envelope = Encoding.ASCII.GetString(row.Envelope);
            return true;
        }
    }
}
