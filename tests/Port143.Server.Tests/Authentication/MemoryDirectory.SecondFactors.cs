using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

// Second factors are only looked at; tests of what changes them have a real directory.
internal sealed partial class MemoryDirectory
{
    /// <summary>The second factors.</summary>
    public Dictionary<AccountId, SecondFactor> Factors { get; } = [];

    public ValueTask<SecondFactor?> FindSecondFactorAsync(AccountId account, CancellationToken cancel) => new(Factors.GetValueOrDefault(account));

    public ValueTask<bool> BeginSecondFactorAsync(AccountId account, byte[] key, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<bool> ConfirmSecondFactorAsync(
        AccountId account, byte[] key, long step, IReadOnlyCollection<byte[]> recoveryTags, string actor, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ValueTask<bool> RemoveSecondFactorAsync(AccountId account, string actor, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<bool> UseStepAsync(AccountId account, long step, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<bool> UseRecoveryCodeAsync(AccountId account, byte[] tag, string actor, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<bool> SetRecoveryCodesAsync(AccountId account, IReadOnlyCollection<byte[]> tags, string actor, CancellationToken cancel) =>
        throw new NotSupportedException();
}
