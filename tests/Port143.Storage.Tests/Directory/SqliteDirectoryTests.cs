using Port143.Mail;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests;

public sealed class SqliteDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-directory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SqliteDirectory Open() => SqliteDirectory.Open(_folder, TimeProvider.System);

    private static AccountAddress Address(string text) => AccountAddress.Parse(text);

    [Fact]
    public async Task An_account_lives_through_all_its_changes()
    {
        await using SqliteDirectory directory = Open();
        var id = AccountId.New();
        Account? added = await directory.AddAsync(id, Address("Alice@Example.org"), "hash-1", "test", default);
        Assert.NotNull(added);
        Assert.Equal(added, await directory.FindAsync(Address("alice@example.org"), default));
        Assert.Equal(added, await directory.FindAsync(id, default));
        Assert.Null(await directory.AddAsync(AccountId.New(), Address("ALICE@example.org"), "x", "test", default));

        Assert.True(await directory.SetPasswordAsync(id, "hash-2", "test", default));
        Assert.False(await directory.UpgradeHashAsync(id, "hash-1", "hash-3", default));
        Assert.True(await directory.UpgradeHashAsync(id, "hash-2", "hash-3", default));
        Assert.True(await directory.SetDisabledAsync(id, true, "test", default));
        Account? changed = await directory.FindAsync(id, default);
        Assert.Equal("hash-3", changed!.PasswordHash);
        Assert.True(changed.IsDisabled);
        Assert.True(await directory.SetDisabledAsync(id, false, "test", default));
        Assert.True(await directory.DeleteAsync(id, "test", default));
        Assert.Null(await directory.FindAsync(id, default));
        Assert.False(await directory.DeleteAsync(id, "test", default));
        Assert.False(await directory.SetPasswordAsync(id, "x", "test", default));

        IReadOnlyList<AuditEntry> audit = await directory.ReadAuditAsync(100, default);
        Assert.Equal(["delete", "enable", "disable", "password", "add"], audit.Select(e => e.Action));
        Assert.All(audit, e => Assert.Equal(("test", (AccountId?)id, "alice@example.org"), (e.Actor, e.Account, e.Address)));
    }

    [Fact]
    public async Task It_is_there_again_after_it_is_opened_again()
    {
        await using (SqliteDirectory first = Open())
        {
            await first.AddAsync(AccountId.New(), Address("b@example.org"), "h", "test", default);
            await first.AddAsync(AccountId.New(), Address("a@example.org"), "h", "test", default);
        }
        await using SqliteDirectory second = Open();
        Assert.Equal(["a@example.org", "b@example.org"], (await second.ListAsync(default)).Select(a => a.Address.Value));
    }

    [Fact]
    public async Task Two_at_once_see_each_other_and_lose_nothing()
    {
        // Opened at once too: both find no file and make it.
        SqliteDirectory[] open = await Task.WhenAll(Task.Run(Open), Task.Run(Open), Task.Run(Open));
        const int Each = 40;
        await Task.WhenAll(open.Select((directory, n) => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                Assert.NotNull(await directory.AddAsync(AccountId.New(), Address($"u{n}-{i}@example.org"), "h", "test", default));
            }
        })));
        int same = (await Task.WhenAll(open.Select(d => Task.Run(async () =>
            await d.AddAsync(AccountId.New(), Address("same@example.org"), "h", "test", default))))).Count(a => a is not null);
        Assert.Equal(1, same);
        foreach (SqliteDirectory directory in open)
        {
            Assert.Equal(open.Length * Each + 1, (await directory.ListAsync(default)).Count);
            await directory.DisposeAsync();
        }
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_files()
    {
        await using SqliteDirectory directory = Open();
        await directory.AddAsync(AccountId.New(), Address("a@example.org"), "h", "test", default);
        foreach (string file in Directory.GetFiles(_folder))
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Fact]
    public async Task The_audit_trail_cannot_be_rewritten()
    {
        await using SqliteDirectory directory = Open();
        await directory.AddAsync(AccountId.New(), Address("a@example.org"), "h", "test", default);
        using SqliteDatabase raw = SqliteDatabase.Open(Path.Combine(_folder, SqliteDirectory.FileName), create: false);
        Assert.Throws<SqliteException>(() => raw.Execute("DELETE FROM audit"));
        Assert.Throws<SqliteException>(() => raw.Execute("UPDATE audit SET actor = 'x'"));
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        await using (Open())
        {
        }
        using (SqliteDatabase raw = SqliteDatabase.Open(Path.Combine(_folder, SqliteDirectory.FileName), create: false))
        {
            raw.Execute("PRAGMA user_version = 99");
        }
        Assert.Throws<InvalidDataException>(() => { Open(); });
    }

    [Fact]
    public async Task Mail_with_a_detail_finds_the_account_without_it()
    {
        await using SqliteDirectory directory = Open();
        await directory.AddAsync(AccountId.New(), Address("bob@example.org"), "h", "test", default);
        await directory.AddAsync(AccountId.New(), Address("bob+own@example.org"), "h", "test", default);
        Assert.Equal("bob@example.org", (await directory.FindRecipientAsync(Address("bob+x@example.org"), default))?.Address.Value);
        Assert.Equal("bob+own@example.org", (await directory.FindRecipientAsync(Address("bob+own@example.org"), default))?.Address.Value);
        Assert.Null(await directory.FindRecipientAsync(Address("eve+x@example.org"), default));
    }

    [Fact]
    public async Task It_knows_who_may_share_with_whom()
    {
        await using SqliteDirectory directory = Open();
        AccountId a = AccountId.New(), b = AccountId.New();
        await directory.AddAsync(a, Address("a@example.org"), "h", "test", default);
        await directory.AddAsync(b, Address("b@example.org"), "h", "test", default);
        await directory.AddShareAsync(a, "b@example.org", default);
        await directory.AddShareAsync(a, "b@example.org", default);
        await directory.SetSharesAsync(b, new HashSet<string> { "anyone" }, default);
        async Task<string> SharersAsync(string reader) =>
            string.Join(' ', (await directory.ListSharersAsync(Address(reader), default)).Select(s => s.Address.Value));
        Assert.Equal("a@example.org", await SharersAsync("b@example.org"));
        Assert.Equal(["b@example.org"], await directory.ListReadersAsync(a, default));
        Assert.Equal(["anyone"], await directory.ListReadersAsync(b, default));
        Assert.Equal("b@example.org", await SharersAsync("a@example.org"));
        Assert.Equal("b@example.org", await SharersAsync("c@example.org"));
        await directory.SetSharesAsync(a, new HashSet<string>(), default);
        Assert.Equal("", await SharersAsync("b@example.org"));
        await directory.DeleteAsync(b, "test", default);
        Assert.Equal("", await SharersAsync("c@example.org"));
    }
}
