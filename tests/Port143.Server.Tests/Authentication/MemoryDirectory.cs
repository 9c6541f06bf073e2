using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

/// <summary>A directory in memory.</summary>
internal sealed partial class MemoryDirectory : IDirectory
{
    private readonly Dictionary<AccountId, Account> _accounts = [];

    /// <summary>The device passwords.</summary>
    public List<DevicePassword> Devices { get; } = [];

    public ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancel)
    {
        lock (_accounts)
        {
            return new(_accounts.Values.FirstOrDefault(a => a.Address.Equals(address)));
        }
    }

    public ValueTask<Account?> FindAsync(AccountId id, CancellationToken cancel)
    {
        lock (_accounts)
        {
            return new(_accounts.GetValueOrDefault(id));
        }
    }

    public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel) => new([.. _accounts.Values]);

    public ValueTask<Account?> AddAsync(AccountId id, AccountAddress address, string hash, string actor, CancellationToken cancel)
    {
        var account = new Account(id, address, DateTimeOffset.UnixEpoch, false, hash);
        lock (_accounts)
        {
            _accounts.Add(id, account);
        }
        return new(account);
    }

    public ValueTask<bool> SetPasswordAsync(AccountId id, string hash, string actor, CancellationToken cancel) =>
        new(Change(id, a => a with { PasswordHash = hash, PasswordSerial = a.PasswordSerial + 1 }));

    public ValueTask<bool> UpgradeHashAsync(AccountId id, string oldHash, string newHash, CancellationToken cancel) =>
        new(Change(id, a => a.PasswordHash == oldHash ? a with { PasswordHash = newHash } : a));

    public ValueTask<bool> SetDisabledAsync(AccountId id, bool disabled, string actor, CancellationToken cancel) =>
        new(Change(id, a => a with { IsDisabled = disabled }));

    public ValueTask<bool> DeleteAsync(AccountId id, string actor, CancellationToken cancel)
    {
        lock (_accounts)
        {
            return new(_accounts.Remove(id));
        }
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(int limit, CancellationToken cancel) => new([]);

    public ValueTask<byte[]> GetKeyAsync(string purpose, CancellationToken cancel) =>
        new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(purpose)));

    public ValueTask<IReadOnlyList<DevicePassword>> ListDevicesAsync(AccountId account, CancellationToken cancel) =>
        new([.. Devices.Where(d => d.Account == account)]);

    public ValueTask<bool> HasDevicesAsync(CancellationToken cancel) => new(Devices.Count > 0);

    public ValueTask<bool> AddDeviceAsync(DevicePassword device, string actor, CancellationToken cancel)
    {
        Devices.Add(device);
        return new(true);
    }

    public ValueTask<bool> RevokeDeviceAsync(AccountId account, string device, string actor, CancellationToken cancel) =>
        new(Devices.RemoveAll(d => d.Account == account && d.Id == device) > 0);

    public ValueTask NoteUsesAsync(IReadOnlyCollection<DeviceUse> uses, CancellationToken cancel) => default;

    public ValueTask DisposeAsync() => default;

    private bool Change(AccountId id, Func<Account, Account> change)
    {
        lock (_accounts)
        {
            _accounts[id] = change(_accounts[id]);
            return true;
        }
    }

    public ValueTask AddShareAsync(AccountId owner, string reader, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask SetSharesAsync(AccountId owner, IReadOnlySet<string> readers, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Account>> ListSharersAsync(AccountAddress reader, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IReadOnlySet<string>> ListReadersAsync(AccountId owner, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>What was recorded.</summary>
    public List<SignInRecord> SignIns { get; } = [];

    /// <summary>The audit trail.</summary>
    public List<AuditNote> Notes { get; } = [];

    /// <summary>The blocks.</summary>
    public Dictionary<string, SignInBlock> Blocks { get; } = [];

    public ValueTask RecordAsync(IReadOnlyCollection<SignInRecord> signIns, IReadOnlyCollection<AuditNote> notes, CancellationToken cancel)
    {
        SignIns.AddRange(signIns);
        Notes.AddRange(notes);
        return default;
    }

    public ValueTask<IReadOnlyList<SignInRecord>> ListSignInsAsync(AccountId account, int limit, CancellationToken cancel) =>
        new([.. SignIns.Where(s => s.Account == account).Take(limit)]);

    public ValueTask<bool> IsFamiliarAsync(AccountId account, string network, DateTimeOffset since, CancellationToken cancel) =>
        new(SignIns.Any(s => s.Account == account && s.Network == network && s.Cause.Length == 0 && s.Last >= since));

    public ValueTask<IReadOnlyList<SignInBlock>> ListBlocksAsync(CancellationToken cancel) => new([.. Blocks.Values]);

    public ValueTask ChangeBlocksAsync(
        IReadOnlyCollection<SignInBlock> added, IReadOnlyCollection<string> removed, IReadOnlyCollection<AuditNote> notes, CancellationToken cancel)
    {
        foreach (string subject in removed)
        {
            Blocks.Remove(subject);
        }
        foreach (SignInBlock block in added)
        {
            Blocks[block.Subject] = block;
        }
        Notes.AddRange(notes);
        return default;
    }

    public ValueTask<AuditEntry?> FindAuditAsync(string action, CancellationToken cancel) => new((AuditEntry?)null);

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(DateTimeOffset since, int limit, CancellationToken cancel) => new([]);
}
