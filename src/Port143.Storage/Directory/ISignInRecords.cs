namespace Port143.Storage;

/// <summary>
/// The part of the directory that remembers sign-ins: the history of each account, the blocks against guessing, and the audit
/// trail. Everything here is gathered in memory first and written together, so that no sign-in waits for the disk.
/// </summary>
public interface ISignInRecords
{
    /// <summary>How many rows of each kind, good and refused, an account's history keeps.</summary>
    const int HistoryRows = 500;

    /// <summary>Adds sign-ins to the histories of their accounts, which keep the newest, and notes to the audit trail.</summary>
    ValueTask RecordAsync(IReadOnlyCollection<SignInRecord> signIns, IReadOnlyCollection<AuditNote> notes, CancellationToken cancel);

    /// <summary>The history of an account, newest first.</summary>
    ValueTask<IReadOnlyList<SignInRecord>> ListSignInsAsync(AccountId account, int limit, CancellationToken cancel);

    /// <summary>Whether somebody signed in to the account from a network since a moment.</summary>
    ValueTask<bool> IsFamiliarAsync(AccountId account, string network, DateTimeOffset since, CancellationToken cancel);

    /// <summary>The blocks, by subject; those that are over too.</summary>
    ValueTask<IReadOnlyList<SignInBlock>> ListBlocksAsync(CancellationToken cancel);

    /// <summary>Adds blocks, in place of older ones of the same subject, and takes others away, by subject.</summary>
    ValueTask ChangeBlocksAsync(
        IReadOnlyCollection<SignInBlock> added, IReadOnlyCollection<string> removed, IReadOnlyCollection<AuditNote> notes, CancellationToken cancel);

    /// <summary>The newest entry of the audit trail with an action, or null.</summary>
    ValueTask<AuditEntry?> FindAuditAsync(string action, CancellationToken cancel);

    /// <summary>The newest entries of the audit trail since a moment, newest first.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(DateTimeOffset since, int limit, CancellationToken cancel);
}
