using Port143.Storage.Sqlite;

namespace Port143.Storage;

// What is remembered of sign-ins, and the audit trail.
public sealed partial class SqliteDirectory
{
    private const string AuditColumns = "SELECT seq, at, actor, action, account, address, detail FROM audit";

    /// <inheritdoc/>
    public ValueTask RecordAsync(
        IReadOnlyCollection<SignInRecord> signIns, IReadOnlyCollection<AuditNote> notes, CancellationToken cancel)
    {
        Write(cancel, database =>
        {
            // An account that was deleted meanwhile has no history.
            using SqliteStatement insert = database.Prepare("""
                INSERT INTO sign_in (account, day, network, by, cause, address, first, last, count)
                SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM account WHERE id = ?1
                ON CONFLICT (account, day, network, by, cause)
                DO UPDATE SET address = excluded.address, last = excluded.last, count = count + excluded.count
                """);
            foreach (SignInRecord signIn in signIns)
            {
                long last = signIn.Last.ToUnixTimeSeconds();
                insert.Bind(1, signIn.Account.Value).Bind(2, last / 86_400).Bind(3, signIn.Network).Bind(4, signIn.By).Bind(5, signIn.Cause)
                    .Bind(6, signIn.Address).Bind(7, signIn.First.ToUnixTimeSeconds()).Bind(8, last).Bind(9, signIn.Count).Run();
                insert.Reset();
            }
            foreach (AccountId account in signIns.Select(s => s.Account).Distinct())
            {
                Prune(database, account);
            }
            Insert(database, notes);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SignInRecord>> ListSignInsAsync(AccountId account, int limit, CancellationToken cancel) =>
        Read<SignInRecord>(
            "SELECT network, address, by, cause, first, last, count FROM sign_in WHERE account = ?1 ORDER BY last DESC LIMIT ?2",
            s => s.Bind(1, account.Value).Bind(2, (long)limit),
            row => new SignInRecord(
                account, row.Text(0), row.Text(1), row.Text(2), row.Text(3), DateTimeOffset.FromUnixTimeSeconds(row.Int64(4)),
                DateTimeOffset.FromUnixTimeSeconds(row.Int64(5)), row.Int64(6)),
            cancel);

    /// <inheritdoc/>
    public ValueTask<bool> IsFamiliarAsync(AccountId account, string network, DateTimeOffset since, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using SqliteStatement statement = _reader.Prepare(
                "SELECT 1 FROM sign_in WHERE account = ?1 AND day >= ?3 AND network = ?2 AND cause = '' LIMIT 1");
            statement.Bind(1, account.Value).Bind(2, network).Bind(3, since.ToUnixTimeSeconds() / 86_400);
            return new ValueTask<bool>(statement.Step());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SignInBlock>> ListBlocksAsync(CancellationToken cancel) =>
        Read<SignInBlock>(
            "SELECT subject, cause, since, until FROM block ORDER BY subject", s => s,
            row => new SignInBlock(
                row.Text(0), row.Text(1), DateTimeOffset.FromUnixTimeSeconds(row.Int64(2)), DateTimeOffset.FromUnixTimeSeconds(row.Int64(3))),
            cancel);

    /// <inheritdoc/>
    public ValueTask ChangeBlocksAsync(
        IReadOnlyCollection<SignInBlock> added, IReadOnlyCollection<string> removed, IReadOnlyCollection<AuditNote> notes, CancellationToken cancel)
    {
        Write(cancel, database =>
        {
            using SqliteStatement delete = database.Prepare("DELETE FROM block WHERE subject = ?1");
            foreach (string subject in removed)
            {
                delete.Bind(1, subject).Run();
                delete.Reset();
            }
            using SqliteStatement insert = database.Prepare("INSERT OR REPLACE INTO block (subject, cause, since, until) VALUES (?1, ?2, ?3, ?4)");
            foreach (SignInBlock block in added)
            {
                insert.Bind(1, block.Subject).Bind(2, block.Cause).Bind(3, block.Since.ToUnixTimeSeconds()).Bind(4, block.Until.ToUnixTimeSeconds()).Run();
                insert.Reset();
            }
            Insert(database, notes);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(DateTimeOffset since, int limit, CancellationToken cancel) =>
        Read<AuditEntry>(
            AuditColumns + " WHERE at >= ?1 ORDER BY seq DESC LIMIT ?2", s => s.Bind(1, since.ToUnixTimeSeconds()).Bind(2, (long)limit), ReadAudit, cancel);

    /// <inheritdoc/>
    public async ValueTask<AuditEntry?> FindAuditAsync(string action, CancellationToken cancel) =>
        (await Read<AuditEntry>(AuditColumns + " WHERE action = ?1 ORDER BY seq DESC LIMIT 1", s => s.Bind(1, action), ReadAudit, cancel).ConfigureAwait(false))
            .FirstOrDefault();

    private static AuditEntry ReadAudit(SqliteStatement row) => new(
        row.Int64(0), DateTimeOffset.FromUnixTimeSeconds(row.Int64(1)), row.Text(2), row.Text(3),
        row.Text(4) is { Length: > 0 } account ? AccountId.Parse(account) : null, row.Text(5), row.Text(6));

    // Good and refused ones are kept apart: no attacker pushes out who really was there.
    private static void Prune(SqliteDatabase database, AccountId account)
    {
        foreach (string kind in (string[])["cause = ''", "cause <> ''"])
        {
            using SqliteStatement delete = database.Prepare($"""
                DELETE FROM sign_in WHERE account = ?1 AND {kind} AND last <
                    (SELECT last FROM sign_in WHERE account = ?1 AND {kind} ORDER BY last DESC LIMIT 1 OFFSET ?2)
                """);
            delete.Bind(1, account.Value).Bind(2, (long)ISignInRecords.HistoryRows - 1).Run();
        }
    }

    private void Insert(SqliteDatabase database, IReadOnlyCollection<AuditNote> notes)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        using SqliteStatement insert = database.Prepare(
            "INSERT INTO audit (at, actor, action, account, address, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        foreach (AuditNote note in notes)
        {
            insert.Bind(1, now).Bind(2, note.Actor).Bind(3, note.Action).Bind(4, note.Account?.Value ?? "").Bind(5, note.Address).Bind(6, note.Detail).Run();
            insert.Reset();
        }
    }

    private ValueTask<IReadOnlyList<T>> Read<T>(
        string sql, Func<SqliteStatement, SqliteStatement> bind, Func<SqliteStatement, T> read, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var rows = new List<T>();
            using SqliteStatement statement = _reader.Prepare(sql);
            bind(statement);
            while (statement.Step())
            {
                rows.Add(read(statement));
            }
            return new ValueTask<IReadOnlyList<T>>(rows);
        }
    }
}
