using System.Text;
using Port143.Client.Doctor;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks of databases, messages and backups, each with the fault that it is for.</summary>
public sealed class ServerStoreCheckTests : ServerChecks
{
    // A store with two messages, the second of them in a file.
    private async Task<string> StoreAsync()
    {
        (await Directories()).ToString();
        await using SqliteMailStorage storage = SqliteMailStorage.Open(Data);
        var account = AccountId.New();
        await storage.CreateAccountAsync(account, NewMailbox.Defaults, Cancel);
        MailboxId inbox = (await storage.ListMailboxesAsync(account, Cancel)).Find(MailboxName.Inbox)!.Id;
        foreach (string text in (string[])["small", new string('x', 200_000)])
        {
            MessageStaging staging = storage.StageMessage(account);
            staging.Write(Encoding.ASCII.GetBytes($"Subject: one\r\nFrom: a@example.org\r\n\r\n{text}\r\n"));
            await storage.CommitAsync(account, new AppendChange(inbox, [new NewMessage(staging.Complete(), [], new InternalDate(0, 0))]), Cancel);
        }
        return storage.FolderOf(account);
    }

    private async Task<int> Directories()
    {
        await using SqliteDirectory directory = SqliteDirectory.Open(Data, TimeProvider.System);
        await directory.AddAsync(AccountId.New(), AccountAddress.Parse("a@example.org"), "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", "test", Cancel);
        return 1;
    }

    private static ExaminationOptions Deep => new() { Deep = true };

    [Fact]
    public async Task S13_databases_that_cannot_be_used()
    {
        Is(await RunAsync(Examine(), "S13"), CheckStatus.Skipped, "yet");
        string folder = await StoreAsync();
        Is(await RunAsync(Examine(), "S13"), CheckStatus.Ok, "2 in order");
        string mail = Path.Combine(folder, "mail.db");
        await using (FileStream log = File.Create(mail + "-wal"))
        {
            log.SetLength(600L << 20); // a hole
        }
        Is(await RunAsync(Examine(), "S13"), CheckStatus.Warn, "has grown to 600 MiB");
        File.Delete(mail + "-wal");
        Overwrite(mail, 60, [0, 0, 0, 99]);
        Is(await RunAsync(Examine(), "S13"), CheckStatus.Fail, "has format 99");
        Overwrite(mail, 0, new byte[16]);
        Is(await RunAsync(Examine(), "S13"), CheckStatus.Fail, "is no database any more");
        File.Delete(mail);
        Is(await RunAsync(Examine(), "S13"), CheckStatus.Fail, "cannot be read");
    }

    [Fact]
    public async Task S24_a_store_that_is_whole()
    {
        await StoreAsync();
        Is(await RunAsync(Examine(), "S24"), CheckStatus.Ok, "2 messages in 1 of 1 accounts, all whole");
        Is(await RunAsync(Examine(options: Deep), "S24"), CheckStatus.Ok, "2 read, all whole");
    }

    [Fact]
    public async Task S24_messages_that_are_damaged()
    {
        string folder = await StoreAsync();
        string body = Assert.Single(Directory.GetFiles(Path.Combine(folder, "bodies")));
        byte[] whole = await File.ReadAllBytesAsync(body, Cancel);
        Overwrite(body, 10, Encoding.ASCII.GetBytes("XXXX"));
        Is(await RunAsync(Examine(), "S24"), CheckStatus.Ok, "all whole");
        Finding flipped = await RunAsync(Examine(options: Deep), "S24");
        Is(flipped, CheckStatus.Fail, "damaged message");
        await File.WriteAllBytesAsync(body, whole[..1000], Cancel);
        Is(await RunAsync(Examine(), "S24"), CheckStatus.Fail, "wrong size");
        File.Delete(body);
        Is(await RunAsync(Examine(), "S24"), CheckStatus.Fail, "missing file");
    }

    [Fact]
    public async Task S24_a_database_with_broken_pages()
    {
        string folder = await StoreAsync();
        string mail = Path.Combine(folder, "mail.db");
        Overwrite(mail, 8192 * 3, Enumerable.Repeat((byte)0xA5, 8192 * 4).ToArray());
        Is(await RunAsync(Examine(), "S24"), CheckStatus.Fail, "damaged database");
    }

    // What no server of ours writes: a tool that meant well, or memory that failed.
    public static TheoryData<string, string, string> Damage => new()
    {
        { "UPDATE message SET modseq=(SELECT modseq FROM mailbox WHERE id=message.mailbox)+5 WHERE uid=2", "wrong MODSEQ", "uid 2: has " },
        { "UPDATE message SET modseq=0 WHERE uid=1", "wrong MODSEQ", "uid 1: has 0" },
        { "INSERT INTO tombstone SELECT mailbox, modseq+100, uid+100, 0, NULL FROM message WHERE uid=1", "wrong MODSEQ", "was expunged at" },
        { "UPDATE mailbox SET uidnext=2 WHERE name='INBOX'", "wrong UID", "uid 2: UIDNEXT is 2" },
        { "UPDATE mailbox SET uidvalidity=0 WHERE name='INBOX'", "wrong UID", "UIDVALIDITY is 0" },
        { "INSERT INTO tombstone SELECT mailbox, modseq, uid, 0, NULL FROM message WHERE uid=1", "wrong UID", "is expunged and there" },
        { "CREATE TABLE other AS SELECT * FROM mailbox; DROP TABLE mailbox; ALTER TABLE other RENAME TO mailbox; UPDATE mailbox SET name='Sent' WHERE name='Drafts'", "wrong mailbox", "there are 2 mailboxes with the name Sent" },
        { "INSERT INTO mailbox(name, uidvalidity, uidnext, modseq, floor, first_recent, special_use) VALUES('inbox', 1, 1, 1, 0, 0, 0)", "wrong mailbox", "there are 2 mailboxes with the name" },
        { "UPDATE mailbox SET name='Elsewhere' WHERE name='INBOX'", "wrong mailbox", "INBOX: is not there" },
        { "UPDATE message SET mailbox=99 WHERE uid=2", "missing mailbox", "1 messages are in a mailbox that is not there" },
        { "DELETE FROM content WHERE id=(SELECT content FROM message WHERE uid=1)", "missing content", "is not there" },
        { "DELETE FROM text WHERE id=(SELECT content FROM message WHERE uid=1)", "missing content", "its text is not there" },
        { "UPDATE message SET size=size+1 WHERE uid=1", "wrong size", "its content" },
        { "UPDATE usage SET messages=messages+1", "wrong usage", "says 3 messages" },
        { "UPDATE usage SET mailboxes=mailboxes-1", "wrong usage", "mailboxes; there are" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task S24_numbers_and_references_that_are_wrong(string sql, string kind, string words)
    {
        string folder = await StoreAsync();
        Change(folder, sql);
        foreach (ExaminationOptions? options in (ExaminationOptions?[])[null, Deep])
        {
            Finding finding = await RunAsync(Examine(options: options), "S24");
            Is(finding, CheckStatus.Fail, "");
            Assert.Contains(finding.Details, d => d.StartsWith(kind + ": ", StringComparison.Ordinal) && d.Contains(words, StringComparison.Ordinal));
            Assert.Contains($"cp -a {folder} ", finding.Remedies[0].Command, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S24_what_only_deep_sees()
    {
        string folder = await StoreAsync();
        Change(folder, "UPDATE content SET envelope=x'00' WHERE id=(SELECT content FROM message WHERE uid=1)");
        Is(await RunAsync(Examine(), "S24"), CheckStatus.Ok, "all whole");
        Is(await RunAsync(Examine(options: Deep), "S24"), CheckStatus.Fail, "damaged message");
    }

    private static void Change(string folder, string sql)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(folder, "mail.db"), create: false);
        database.Execute(sql);
    }

    [Fact]
    public async Task S25_backups_that_are_old_small_or_missing()
    {
        Is(await RunAsync(Examine(), "S25"), CheckStatus.Info, "knows of no backup");
        string folder = Path.Combine(Root, "backups");
        ServerFacts Known(ServerFacts f) => f with { BackupFolder = folder };
        Is(await RunAsync(Examine(Known), "S25"), CheckStatus.Warn, "is not there");
        Directory.CreateDirectory(folder);
        Is(await RunAsync(Examine(Known), "S25"), CheckStatus.Warn, "There is no backup");
        string first = Path.Combine(folder, "1.tar"), second = Path.Combine(folder, "2.tar");
        await File.WriteAllBytesAsync(first, new byte[3 << 20], Cancel);
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddDays(-19));
        Is(await RunAsync(Examine(Known), "S25"), CheckStatus.Warn, "is 19 days old");
        await File.WriteAllBytesAsync(second, new byte[1 << 20], Cancel);
        Is(await RunAsync(Examine(Known), "S25"), CheckStatus.Warn, "has 1 MiB, the one before 3 MiB");
        await File.WriteAllBytesAsync(second, [], Cancel);
        Is(await RunAsync(Examine(Known), "S25"), CheckStatus.Warn, "is empty");
        await File.WriteAllBytesAsync(second, new byte[3 << 20], Cancel);
        Is(await RunAsync(Examine(Known), "S25"), CheckStatus.Ok, "2.tar, 0 hours old");
    }

    [Fact]
    public async Task S26_passwords_that_are_weak_or_forgotten()
    {
        var time = new Moment();
        await using SqliteDirectory directory = SqliteDirectory.Open(Data, time);
        var account = AccountId.New();
        await directory.AddAsync(account, AccountAddress.Parse("a@example.org"), "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", "test", Cancel);
        Is(await RunAsync(Examine(), "S26"), CheckStatus.Ok, "1 accounts");
        byte[] key = new byte[32];
        await directory.BeginSecondFactorAsync(account, key[..20], Cancel);
        Is(await RunAsync(Examine(), "S26"), CheckStatus.Ok, "1 accounts"); // begun is not on
        await directory.ConfirmSecondFactorAsync(account, key[..20], 1, [], "test", Cancel);
        Is(await RunAsync(Examine(), "S26"), CheckStatus.Info, "1 accounts have a second factor and no device password");
        var verifier = new DeviceVerifier(key, key[..16], 4096, new ScramKeys(key[..20], key[..20]), new ScramKeys(key, key));
        await directory.AddDeviceAsync(new DevicePassword
        {
            Id = "abcdefgh", Account = account, Name = "old phone", Created = DateTimeOffset.UtcNow.AddDays(-700), LastUsed = DateTimeOffset.UtcNow.AddDays(-500), Verifier = verifier,
        }, "test", Cancel);
        Is(await RunAsync(Examine(), "S26"), CheckStatus.Warn, "1 device passwords were not used for a year");
        await directory.AddAsync(AccountId.New(), AccountAddress.Parse("b@example.org"), "$1$salt$md5", "test", Cancel);
        Is(await RunAsync(Examine(), "S26"), CheckStatus.Warn, "1 passwords are kept in a weak form");
    }

    private sealed class Moment : TimeProvider;

    private static void Overwrite(string file, long at, byte[] bytes)
    {
        using FileStream stream = File.OpenWrite(file);
        stream.Position = at;
        stream.Write(bytes);
    }
}
