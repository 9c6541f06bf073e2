namespace Port143.Storage;

/// <summary>
/// The part of the directory that is about second factors. As the rest: shared by processes, and durable when a method returns,
/// so that no code works twice, on whatever connection, in whatever process, after whatever crash.
/// </summary>
public interface ISecondFactors
{
    /// <summary>The second factor of an account, confirmed or not; null when it has none.</summary>
    ValueTask<SecondFactor?> FindSecondFactorAsync(AccountId account, CancellationToken cancel);

    /// <summary>
    /// Keeps a new key, which does not count before it is confirmed, in place of one that never was. False when there is no such
    /// account or its second factor is on.
    /// </summary>
    ValueTask<bool> BeginSecondFactorAsync(AccountId account, byte[] key, CancellationToken cancel);

    /// <summary>
    /// Turns the second factor with this key on, with the step of the code that showed it and the tags of the recovery codes. False
    /// when the account has another key meanwhile, or it is on already.
    /// </summary>
    ValueTask<bool> ConfirmSecondFactorAsync(
        AccountId account, byte[] key, long step, IReadOnlyCollection<byte[]> recoveryTags, string actor, CancellationToken cancel);

    /// <summary>Takes the second factor away, confirmed or not. False when there is none.</summary>
    ValueTask<bool> RemoveSecondFactorAsync(AccountId account, string actor, CancellationToken cancel);

    /// <summary>Uses up the code of a time step. False when it, or a newer one, was used before.</summary>
    ValueTask<bool> UseStepAsync(AccountId account, long step, CancellationToken cancel);

    /// <summary>Uses up a recovery code. False when there is none with this tag any more.</summary>
    ValueTask<bool> UseRecoveryCodeAsync(AccountId account, byte[] tag, string actor, CancellationToken cancel);

    /// <summary>Gives new recovery codes in place of the old ones. False when the account has no second factor that is on.</summary>
    ValueTask<bool> SetRecoveryCodesAsync(AccountId account, IReadOnlyCollection<byte[]> tags, string actor, CancellationToken cancel);
}
