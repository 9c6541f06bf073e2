using Port143.Mail;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Sqlite;

/// <summary>What only this engine promises: its files, its janitor, its socket and its limits.</summary>
public sealed class SqliteEngineTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-sqlite-").FullName;
    private readonly ManualTime _time = new() { Now = DateTimeOffset.UtcNow };
    private readonly AccountId _account = AccountId.New();
    private SqliteMailStorage _storage = null!;
    private MailboxId _inbox;
    private MailboxId _archive;

    private string AccountFolder => Path.Combine(_folder, "accounts", _account.Value[..2], _account.Value);

    private string Bodies => Path.Combine(AccountFolder, "bodies");

    public async ValueTask InitializeAsync()
    {
        _storage = SqliteMailStorage.Open(_folder, null, _time);
        await _storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);
        MailboxList list = await _storage.ListMailboxesAsync(_account, default);
        _inbox = list.Find(MailboxName.Inbox)!.Id;
        _archive = list.Find(SpecialUse.Archive)!.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<AppendResult> AppendAsync(int number, int size = 400, params string[] flags) => await _storage.CommitAsync(
        _account, new AppendChange(_inbox, [new NewMessage(
            TestMessages.Stage(_storage, _account, TestMessages.Make(number, size)), flags, default)]), default);

    private async Task<long> ContentAsync(MailboxId mailbox, uint uid) =>
        (await _storage.ReadLogAsync(_account, mailbox, 0, default))!.Rows.Single(r => r.Uid == uid).Content;

    private async Task ExpungeAsync(MailboxId mailbox, UidSet uids)
    {
        await _storage.CommitAsync(_account, new StoreChange(mailbox, uids, FlagMode.Add, ["\\Deleted"]), default);
        await _storage.CommitAsync(_account, new ExpungeChange(mailbox, uids), default);
    }

    private void Sql(string sql)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(AccountFolder, "mail.db"), create: false);
        database.Execute(sql);
    }

    private long Count(string table)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(AccountFolder, "mail.db"), create: false);
        return database.Scalar("SELECT count(*) FROM " + table);
    }

    [Fact]
    public async Task The_janitor_frees_expunged_contents_and_keeps_shared_ones()
    {
        await AppendAsync(1);
        await AppendAsync(2, 300_000);
        await AppendAsync(3, 300_000);
        await AppendAsync(4);
        await _storage.CommitAsync(_account, new CopyChange(_inbox, UidSet.Of(3), _archive, Move: false), default);
        long shared = await ContentAsync(_inbox, 3);
        Assert.Equal(2, Directory.GetFiles(Bodies).Length);
        await ExpungeAsync(_inbox, UidSet.Of(1, 3));
        Assert.Equal(2, await _storage.SweepAsync(_account, default));
        Assert.Equal(0, await _storage.SweepAsync(_account, default));
        Assert.Single(Directory.GetFiles(Bodies));
        Assert.Equal((2, 2, 2, 0), (Count("content"), Count("header"), Count("text"), Count("released")));
        await using (Stream stream = (await _storage.OpenMessageAsync(_account, shared, default))!)
        {
            Assert.Equal(300_000, stream.Length);
        }
        // Its last message goes: now it is freed as well.
        await ExpungeAsync(_archive, UidSet.Of(1));
        Assert.Equal(1, await _storage.SweepAsync(_account, default));
        Assert.Empty(Directory.GetFiles(Bodies));
        Assert.Null(await _storage.OpenMessageAsync(_account, shared, default));
    }

    [Fact]
    public async Task A_moved_message_is_not_released_and_a_deleted_mailbox_releases_all()
    {
        await AppendAsync(1);
        await AppendAsync(2);
        await _storage.CommitAsync(_account, new CopyChange(_inbox, UidSet.Of(1), _archive, Move: true), default);
        Assert.Equal(0, Count("released"));
        await _storage.CommitAsync(_account, new DeleteMailboxChange(MailboxName.Parse("Archive")), default);
        Assert.Equal(1, await _storage.SweepAsync(_account, default));
        Assert.Equal(1, Count("content"));
    }

    [Fact]
    public async Task Numbers_of_contents_are_never_given_again()
    {
        var seen = new HashSet<long>();
        for (int round = 0; round < 12; round++)
        {
            AppendResult result = await AppendAsync(round);
            Assert.True(seen.Add(await ContentAsync(_inbox, result.Uids.Min)));
            await ExpungeAsync(_inbox, result.Uids);
            await _storage.SweepAsync(_account, default);
            if (round % 4 == 3)
            {
                await _storage.DisposeAsync();
                _storage = SqliteMailStorage.Open(_folder, null, _time);
            }
        }
    }

    [Fact]
    public async Task A_content_released_again_while_the_janitor_looks_is_not_forgotten()
    {
        await AppendAsync(1);
        await AppendAsync(2);
        await _storage.CommitAsync(_account, new CopyChange(_inbox, UidSet.Of(1), _archive, Move: false), default);
        long content = await ContentAsync(_archive, 1);
        await ExpungeAsync(_inbox, UidSet.Of(1));
        // The janitor has read the list and found the copy; then that is expunged too, and only now the janitor commits.
        await ExpungeAsync(_archive, UidSet.Of(1));
        await _storage.CommitAsync(
            _account, new Storage.Sqlite.Changes.DropContentsChange([], [new Storage.Sqlite.Changes.ReleasedContent(content, 1)]), default);
        Assert.Equal(1, await _storage.SweepAsync(_account, default));
    }

    [Fact]
    public async Task Files_left_over_by_a_crash_go_after_a_day()
    {
        await AppendAsync(1, 300_000);
        File.WriteAllText(Path.Combine(Bodies, "left-over"), "x");
        string trash = Path.Combine(_folder, "accounts", "00", $"{0:x16}.deleted-1");
        Directory.CreateDirectory(trash);
        await _storage.SweepAsync(_account, default);
        Assert.Equal(2, Directory.GetFiles(Bodies).Length);
        _time.Now += TimeSpan.FromHours(25);
        await _storage.SweepAsync(_account, default);
        Assert.DoesNotContain("left-over", Assert.Single(Directory.GetFiles(Bodies)));
        SqliteJanitor.DeleteAllTrash(Path.Combine(_folder, "accounts"));
        Assert.False(Directory.Exists(trash));
        Assert.True(Directory.Exists(AccountFolder));
    }

    [Fact]
    public async Task Uids_end_below_two_to_the_31()
    {
        await _storage.DisposeAsync();
        Sql($"UPDATE mailbox SET uidnext={int.MaxValue - 1} WHERE id={_inbox.Value}");
        _storage = SqliteMailStorage.Open(_folder, null, _time);
        Assert.Equal(int.MaxValue - 1u, (await AppendAsync(1)).Uids.Min);
        Assert.Equal((uint)int.MaxValue, (await AppendAsync(2)).Uids.Min);
        Assert.Equal(ChangeFailure.UidsExhausted, (await AppendAsync(3)).Failure);
        CopyResult copy = await _storage.CommitAsync(
            _account, new CopyChange(_inbox, UidSet.Of(1, uint.MaxValue), _inbox, Move: true), default);
        Assert.Equal(ChangeFailure.UidsExhausted, copy.Failure);
        Assert.Equal(2, (await _storage.ReadLogAsync(_account, _inbox, 0, default))!.Rows.Count);
    }

    [Fact]
    public async Task A_log_below_the_floor_says_that_it_is_incomplete()
    {
        await AppendAsync(1);
        await _storage.DisposeAsync();
        Sql($"UPDATE mailbox SET floor=2 WHERE id={_inbox.Value}");
        _storage = SqliteMailStorage.Open(_folder, null, _time);
        Assert.False((await _storage.ReadLogAsync(_account, _inbox, 1, default))!.IsComplete);
        Assert.True((await _storage.ReadLogAsync(_account, _inbox, 2, default))!.IsComplete);
        Assert.True((await _storage.ReadLogAsync(_account, _inbox, 0, default))!.IsComplete);
    }

    [Fact]
    public async Task The_server_hears_what_another_process_does()
    {
        await _storage.DisposeAsync();
        _storage = SqliteMailStorage.Open(_folder, new SqliteOptions { ListenForChanges = true });
        await _storage.RefreshAsync(_account, default);
        var heard = new TaskCompletionSource<CommitNotice>();
        _storage.Committed += n => heard.TrySetResult(n);
        await using (SqliteMailStorage other = SqliteMailStorage.Open(_folder))
        {
            await other.CommitAsync(_account, new AppendChange(
                _inbox, [new NewMessage(TestMessages.Stage(other, _account, TestMessages.Make(1)), [], default)]), default);
            Assert.Equal(new CommitNotice(_account, _inbox, null, false), await heard.Task.WaitAsync(TimeSpan.FromSeconds(10)));
            var gone = new TaskCompletionSource();
            _storage.Committed += n =>
            {
                if (n.Mailbox == _inbox && n.ListChanged)
                {
                    gone.TrySetResult();
                }
            };
            await other.DeleteAccountAsync(_account, default);
            await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
        Assert.Equal(ChangeFailure.NoAccount, (await _storage.CommitAsync(_account, new ExpungeChange(_inbox), default)).Failure);
    }

    [Fact]
    public async Task A_resting_account_holds_no_file_and_is_swept()
    {
        await _storage.DisposeAsync();
        _storage = SqliteMailStorage.Open(_folder, new SqliteOptions { IdleTime = TimeSpan.FromMilliseconds(100) });
        await AppendAsync(1, 300_000);
        await AppendAsync(2);
        await ExpungeAsync(_inbox, UidSet.Of(1));
        for (int i = 0; i < 100 && (Directory.GetFiles(Bodies).Length > 0 || File.Exists(Path.Combine(AccountFolder, "mail.db-wal"))); i++)
        {
            await Task.Delay(50);
        }
        Assert.Empty(Directory.GetFiles(Bodies));
        Assert.False(File.Exists(Path.Combine(AccountFolder, "mail.db-wal")));
        Assert.Equal(3u, (await AppendAsync(3)).Uids.Min);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_not_touched()
    {
        await _storage.DisposeAsync();
        Sql("PRAGMA user_version=99");
        _storage = SqliteMailStorage.Open(_folder, null, _time);
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await _storage.ListMailboxesAsync(_account, default));
        Assert.Contains("99", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => AppendAsync(1));
    }

    [Fact]
    public async Task Every_deletion_ends_queued_changes_one_way_or_the_other()
    {
        Task<AppendResult>[] changes = [.. Enumerable.Range(0, 100).Select(i => Task.Run(() => AppendAsync(i)))];
        await Task.Delay(5);
        await _storage.DeleteAccountAsync(_account, default);
        AppendResult[] results = await Task.WhenAll(changes).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.All(results, r => Assert.True(r.Failure is ChangeFailure.None or ChangeFailure.NoAccount));
        Assert.False(Directory.Exists(AccountFolder));
    }

    [Fact]
    public async Task The_log_is_moved_into_the_file_and_begins_anew_in_place()
    {
        for (int i = 0; i < 300; i++)
        {
            await _storage.CommitAsync(_account, new AppendChange(_inbox, [.. Enumerable.Range(0, 10).Select(n =>
                new NewMessage(TestMessages.Stage(_storage, _account, TestMessages.Make(n, 20_000)), [], default))]), default);
        }
        // 60 MB went through it.
        Assert.InRange(new FileInfo(Path.Combine(AccountFolder, "mail.db-wal")).Length, 1_000_000, 30_000_000);
    }
}
