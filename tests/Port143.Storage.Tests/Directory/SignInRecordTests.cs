using Port143.Mail;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests;

public sealed class SignInRecordTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("port143-directory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(SqliteDirectory Directory, AccountId Account)> OpenAsync()
    {
        SqliteDirectory directory = SqliteDirectory.Open(_folder, TimeProvider.System);
        var id = AccountId.New();
        await directory.AddAsync(id, AccountAddress.Parse("a@example.org"), "hash", "test", default);
        return (directory, id);
    }

    private static SignInRecord Record(AccountId account, string network, string cause, DateTimeOffset at) =>
        new(account, network, network, "password", cause, at, at, 1);

    [Fact]
    public async Task What_is_alike_on_a_day_is_one_row_and_its_network_is_familiar()
    {
        (SqliteDirectory directory, AccountId account) = await OpenAsync();
        await using SqliteDirectory _ = directory;
        for (int i = 0; i < 3; i++)
        {
            await directory.RecordAsync(
                [Record(account, "192.0.2.7", "", Day.AddHours(i)), Record(account, "192.0.2.8", "wrong-password", Day.AddHours(i))], [], default);
        }
        await directory.RecordAsync([Record(account, "192.0.2.7", "", Day.AddDays(1)), Record(AccountId.New(), "192.0.2.9", "", Day)], [], default);
        Assert.Equal(
            ["192.0.2.7 1 ", "192.0.2.7 3 ", "192.0.2.8 3 wrong-password"],
            (await directory.ListSignInsAsync(account, 10, default)).Select(s => $"{s.Network} {s.Count} {s.Cause}").Order(StringComparer.Ordinal));
        Assert.True(await directory.IsFamiliarAsync(account, "192.0.2.7", Day, default));
        Assert.False(await directory.IsFamiliarAsync(account, "192.0.2.7", Day.AddDays(2), default));
        Assert.False(await directory.IsFamiliarAsync(account, "192.0.2.8", Day, default));
        await directory.DeleteAsync(account, "test", default);
        Assert.Empty(await directory.ListSignInsAsync(account, 10, default));
    }

    [Fact]
    public async Task An_attack_pushes_out_no_good_sign_in()
    {
        (SqliteDirectory directory, AccountId account) = await OpenAsync();
        await using SqliteDirectory _ = directory;
        await directory.RecordAsync([Record(account, "192.0.2.7", "", Day)], [], default);
        for (int i = 0; i < 3; i++)
        {
            await directory.RecordAsync(
                [.. Enumerable.Range(0, 2000).Select(n => Record(account, $"10.{i}.{n / 250}.{n % 250}", "wrong-password", Day.AddMinutes(i * 2000 + n)))],
                [], default);
        }
        IReadOnlyList<SignInRecord> rows = await directory.ListSignInsAsync(account, 10_000, default);
        Assert.Equal(ISignInRecords.HistoryRows + 1, rows.Count);
        Assert.Equal("192.0.2.7", rows[^1].Network);
    }

    [Fact]
    public async Task Blocks_come_and_go_with_notes()
    {
        (SqliteDirectory directory, _) = await OpenAsync();
        await using SqliteDirectory __ = directory;
        var block = new SignInBlock("192.0.2.7/32", "because", Day, Day.AddHours(1));
        await directory.ChangeBlocksAsync([block], [], [new AuditNote("server", "block", null, "", "x")], default);
        Assert.Equal([block], await directory.ListBlocksAsync(default));
        await directory.ChangeBlocksAsync([block with { Cause = "again" }], ["elsewhere"], [], default);
        Assert.Equal("again", Assert.Single(await directory.ListBlocksAsync(default)).Cause);
        await directory.ChangeBlocksAsync([], [block.Subject], [], default);
        Assert.Empty(await directory.ListBlocksAsync(default));
        Assert.Equal(("server", null, "x"), ((await directory.FindAuditAsync("block", default)) is { } e ? (e.Actor, e.Account, e.Detail) : default));
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    public async Task The_audit_trail_refuses_to_be_changed(string sql)
    {
        (SqliteDirectory directory, _) = await OpenAsync();
        await directory.DisposeAsync();
        using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(_folder, SqliteDirectory.FileName), create: false);
        Assert.Contains("append-only", Assert.ThrowsAny<Exception>(() => database.Execute(sql)).Message, StringComparison.Ordinal);
        Assert.Equal(1, database.Scalar("SELECT count(*) FROM audit"));
    }
}
