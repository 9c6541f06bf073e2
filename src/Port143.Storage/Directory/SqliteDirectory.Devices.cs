using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Port143.Storage.Sqlite;

namespace Port143.Storage;

// Device passwords and the keys that recognise them.
public sealed partial class SqliteDirectory
{
    private const string DeviceColumns = """
        SELECT id, account, name, created, read_only, mailboxes, expires, networks, last_used, last_address,
               tag, salt, iterations, stored_sha1, server_sha1, stored_sha256, server_sha256 FROM device
        """;

    /// <inheritdoc/>
    public ValueTask<byte[]> GetKeyAsync(string purpose, CancellationToken cancel)
    {
        if (FindKey(purpose, cancel) is { } known)
        {
            return new ValueTask<byte[]>(known);
        }
        Write(cancel, database =>
        {
            using SqliteStatement insert = database.Prepare("INSERT INTO secret (purpose, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
            insert.Bind(1, purpose).Bind(2, RandomNumberGenerator.GetBytes(32)).Run();
            return true;
        });
        return new ValueTask<byte[]>(FindKey(purpose, cancel)!);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DevicePassword>> ListDevicesAsync(AccountId account, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using SqliteStatement statement = _reader.Prepare(DeviceColumns + " WHERE account = ?1 ORDER BY name");
            statement.Bind(1, account.Value);
            List<DevicePassword>? devices = null;
            while (statement.Step())
            {
                (devices ??= []).Add(ReadDevice(statement));
            }
            return new ValueTask<IReadOnlyList<DevicePassword>>(devices ?? (IReadOnlyList<DevicePassword>)[]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> HasDevicesAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new ValueTask<bool>(_reader.Scalar("SELECT EXISTS (SELECT 1 FROM device)") != 0);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> AddDeviceAsync(DevicePassword device, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement insert = database.Prepare("""
                INSERT INTO device (id, account, name, created, read_only, mailboxes, expires, networks,
                    tag, salt, iterations, stored_sha1, server_sha1, stored_sha256, server_sha256)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
                WHERE EXISTS (SELECT 1 FROM account WHERE id = ?2) AND (SELECT COUNT(*) FROM device WHERE account = ?2) < ?16
                ON CONFLICT DO NOTHING
                """);
            DeviceVerifier verifier = device.Verifier;
            insert.Bind(1, device.Id).Bind(2, device.Account.Value).Bind(3, device.Name).Bind(4, device.Created.ToUnixTimeSeconds())
                .Bind(5, device.ReadOnly ? 1L : 0L)
                .Bind(6, string.Join(' ', device.Mailboxes.Select(m => m.Value.ToString(CultureInfo.InvariantCulture))))
                .Bind(7, device.Expires?.ToUnixTimeSeconds()).Bind(8, string.Join(' ', device.Networks))
                .Bind(9, verifier.Tag).Bind(10, verifier.Salt).Bind(11, (long)verifier.Iterations)
                .Bind(12, verifier.Sha1.StoredKey).Bind(13, verifier.Sha1.ServerKey)
                .Bind(14, verifier.Sha256.StoredKey).Bind(15, verifier.Sha256.ServerKey)
                .Bind(16, (long)DevicePassword.MaxPerAccount).Run();
            return database.Changes == 1 && Audit(database, now, actor, "device-add", device.Account, device.Name);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeDeviceAsync(AccountId account, string device, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement find = database.Prepare("SELECT name FROM device WHERE account = ?1 AND id = ?2");
            find.Bind(1, account.Value).Bind(2, device);
            if (!find.Step())
            {
                return false;
            }
            string name = find.Text(0);
            find.Reset();
            using SqliteStatement delete = database.Prepare("DELETE FROM device WHERE account = ?1 AND id = ?2");
            delete.Bind(1, account.Value).Bind(2, device).Run();
            return Audit(database, now, actor, "device-revoke", account, name);
        }));
    }

    /// <inheritdoc/>
    public ValueTask NoteUsesAsync(IReadOnlyCollection<DeviceUse> uses, CancellationToken cancel)
    {
        Write(cancel, database =>
        {
            using SqliteStatement update = database.Prepare("UPDATE device SET last_used = ?2, last_address = ?3 WHERE id = ?1");
            foreach (DeviceUse use in uses)
            {
                update.Bind(1, use.Device).Bind(2, use.At.ToUnixTimeSeconds()).Bind(3, use.Address).Run();
                update.Reset();
            }
            return true;
        });
        return ValueTask.CompletedTask;
    }

    private byte[]? FindKey(string purpose, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using SqliteStatement statement = _reader.Prepare("SELECT value FROM secret WHERE purpose = ?1");
            statement.Bind(1, purpose);
            return statement.Step() ? statement.Blob(0).ToArray() : null;
        }
    }

    private static DevicePassword ReadDevice(SqliteStatement row) => new()
    {
        Id = row.Text(0),
        Account = AccountId.Parse(row.Text(1)),
        Name = row.Text(2),
        Created = DateTimeOffset.FromUnixTimeSeconds(row.Int64(3)),
        ReadOnly = row.Int64(4) != 0,
        Mailboxes = [.. Words(row.Text(5)).Select(id => new MailboxId(long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture)))],
        Expires = row.IsNull(6) ? null : DateTimeOffset.FromUnixTimeSeconds(row.Int64(6)),
        Networks = [.. Words(row.Text(7)).Select(IPNetwork.Parse)],
        LastUsed = row.IsNull(8) ? null : DateTimeOffset.FromUnixTimeSeconds(row.Int64(8)),
        LastAddress = row.IsNull(9) ? null : row.Text(9),
        Verifier = new DeviceVerifier(
            row.Blob(10).ToArray(), row.Blob(11).ToArray(), (int)row.Int64(12),
            new ScramKeys(row.Blob(13).ToArray(), row.Blob(14).ToArray()),
            new ScramKeys(row.Blob(15).ToArray(), row.Blob(16).ToArray())),
    };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
