using Port143.Storage.Sqlite;

namespace Port143.Storage;

// Second factors and their recovery codes.
public sealed partial class SqliteDirectory
{
    /// <inheritdoc/>
    public ValueTask<SecondFactor?> FindSecondFactorAsync(AccountId account, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using SqliteStatement row = _reader.Prepare("""
                SELECT key, created, confirmed, last_step, (SELECT COUNT(*) FROM recovery_code WHERE account = ?1)
                FROM second_factor WHERE account = ?1
                """);
            row.Bind(1, account.Value);
            return new ValueTask<SecondFactor?>(!row.Step() ? null : new SecondFactor(
                account, row.Blob(0).ToArray(), DateTimeOffset.FromUnixTimeSeconds(row.Int64(1)),
                row.IsNull(2) ? null : DateTimeOffset.FromUnixTimeSeconds(row.Int64(2)), row.Int64(3), (int)row.Int64(4)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> BeginSecondFactorAsync(AccountId account, byte[] key, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement insert = database.Prepare("""
                INSERT INTO second_factor (account, key, created, confirmed, last_step)
                SELECT id, ?2, ?3, NULL, 0 FROM account WHERE id = ?1
                ON CONFLICT (account) DO UPDATE SET key = ?2, created = ?3, last_step = 0 WHERE confirmed IS NULL
                """);
            insert.Bind(1, account.Value).Bind(2, key).Bind(3, now).Run();
            return database.Changes == 1;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> ConfirmSecondFactorAsync(
        AccountId account, byte[] key, long step, IReadOnlyCollection<byte[]> recoveryTags, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement update = database.Prepare(
                "UPDATE second_factor SET confirmed = ?3, last_step = ?4 WHERE account = ?1 AND key = ?2 AND confirmed IS NULL");
            update.Bind(1, account.Value).Bind(2, key).Bind(3, now).Bind(4, step).Run();
            if (database.Changes != 1)
            {
                return false;
            }
            // Sessions that the password alone opened end as if it had been changed.
            using SqliteStatement serial = database.Prepare("UPDATE account SET password_serial = password_serial + 1 WHERE id = ?1");
            serial.Bind(1, account.Value).Run();
            ReplaceRecoveryCodes(database, account, recoveryTags);
            return Audit(database, now, actor, "second-factor-on", account);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveSecondFactorAsync(AccountId account, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement delete = database.Prepare("DELETE FROM second_factor WHERE account = ?1");
            delete.Bind(1, account.Value).Run();
            if (database.Changes != 1)
            {
                return false;
            }
            ReplaceRecoveryCodes(database, account, []);
            return Audit(database, now, actor, "second-factor-off", account);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> UseStepAsync(AccountId account, long step, CancellationToken cancel) =>
        new(Write(cancel, database =>
        {
            using SqliteStatement update = database.Prepare(
                "UPDATE second_factor SET last_step = ?2 WHERE account = ?1 AND last_step < ?2 AND confirmed IS NOT NULL");
            update.Bind(1, account.Value).Bind(2, step).Run();
            return database.Changes == 1;
        }));

    /// <inheritdoc/>
    public ValueTask<bool> UseRecoveryCodeAsync(AccountId account, byte[] tag, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement delete = database.Prepare("DELETE FROM recovery_code WHERE account = ?1 AND tag = ?2");
            delete.Bind(1, account.Value).Bind(2, tag).Run();
            return database.Changes == 1 && Audit(database, now, actor, "recovery-code-used", account);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> SetRecoveryCodesAsync(AccountId account, IReadOnlyCollection<byte[]> tags, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement find = database.Prepare("SELECT 1 FROM second_factor WHERE account = ?1 AND confirmed IS NOT NULL");
            if (!find.Bind(1, account.Value).Step())
            {
                return false;
            }
            ReplaceRecoveryCodes(database, account, tags);
            return Audit(database, now, actor, "recovery-codes", account);
        }));
    }

    private static void ReplaceRecoveryCodes(SqliteDatabase database, AccountId account, IReadOnlyCollection<byte[]> tags)
    {
        using SqliteStatement delete = database.Prepare("DELETE FROM recovery_code WHERE account = ?1");
        delete.Bind(1, account.Value).Run();
        using SqliteStatement insert = database.Prepare("INSERT INTO recovery_code (account, tag) VALUES (?1, ?2)");
        foreach (byte[] tag in tags)
        {
            insert.Bind(1, account.Value).Bind(2, tag).Run();
            insert.Reset();
        }
    }
}
