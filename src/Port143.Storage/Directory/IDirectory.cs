using Port143.Mail;

namespace Port143.Storage;

/// <summary>
/// The seam to the accounts: who exists, with which password, allowed in or not. Several processes may use one directory at
/// once, and a change made by one is seen by the next read of every other. Each change is written to the audit trail in the
/// same transaction, with <c>actor</c> saying who made it; a change that returned is durable.
/// </summary>
public interface IDirectory : ICredentials, ISecondFactors, ISignInRecords, IAsyncDisposable
{
    /// <summary>The account with exactly this address, or null.</summary>
    ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancel);

    /// <summary>The account with this id, or null.</summary>
    ValueTask<Account?> FindAsync(AccountId id, CancellationToken cancel);

    /// <summary>All accounts, by address.</summary>
    ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel);

    /// <summary>Adds an account. Null when the address is taken; nothing is changed then.</summary>
    ValueTask<Account?> AddAsync(AccountId id, AccountAddress address, string passwordHash, string actor, CancellationToken cancel);

    /// <summary>Gives an account another password. False when there is no such account.</summary>
    ValueTask<bool> SetPasswordAsync(AccountId id, string passwordHash, string actor, CancellationToken cancel);

    /// <summary>
    /// Replaces the hash of an unchanged password by a stronger one, unless the password was changed meanwhile. Not an
    /// administrative change, so not in the audit trail.
    /// </summary>
    ValueTask<bool> UpgradeHashAsync(AccountId id, string oldHash, string newHash, CancellationToken cancel);

    /// <summary>Bars an account from signing in, or allows it again. False when there is no such account.</summary>
    ValueTask<bool> SetDisabledAsync(AccountId id, bool disabled, string actor, CancellationToken cancel);

    /// <summary>Removes an account; its storage is the caller's to remove. False when there is no such account.</summary>
    ValueTask<bool> DeleteAsync(AccountId id, string actor, CancellationToken cancel);

    // The register of who shares mailboxes with whom: a hint where to look, kept beside the accounts. The rights themselves
    // are with the mailboxes.

    /// <summary>
    /// Enters that an account shares something with a reader: an address, or <c>anyone</c>. Nothing happens when that is known.
    /// </summary>
    ValueTask AddShareAsync(AccountId owner, string reader, CancellationToken cancel);

    /// <summary>Makes these the readers of an account, and no others.</summary>
    ValueTask SetSharesAsync(AccountId owner, IReadOnlySet<string> readers, CancellationToken cancel);

    /// <summary>The accounts that may share something with this one, by address: those that name it, and those that name anyone.</summary>
    ValueTask<IReadOnlyList<Account>> ListSharersAsync(AccountAddress reader, CancellationToken cancel);

    /// <summary>Those with whom an account may share something: addresses, and <c>anyone</c>.</summary>
    ValueTask<IReadOnlySet<string>> ListReadersAsync(AccountId owner, CancellationToken cancel);

    /// <summary>The newest entries of the audit trail, newest first.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(int limit, CancellationToken cancel);
}
