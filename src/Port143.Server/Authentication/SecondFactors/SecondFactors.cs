using System.Security.Cryptography;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>Second factors: how an account gets one, and whether a code is right. Thread-safe.</summary>
public sealed class SecondFactors(IDirectory directory, TimeProvider time)
{
    private readonly CodeGuard _guard = new(time);

    /// <summary>
    /// Makes a key for an account's authenticator. It does not count before <see cref="ConfirmAsync"/>. Null when the account has a
    /// second factor already, or is gone.
    /// </summary>
    public async ValueTask<byte[]?> BeginAsync(AccountId account, CancellationToken cancel)
    {
        byte[] key = RandomNumberGenerator.GetBytes(Totp.KeyLength);
        return await directory.BeginSecondFactorAsync(account, key, cancel).ConfigureAwait(false) ? key : null;
    }

    /// <summary>
    /// Turns on what <see cref="BeginAsync"/> began, with a code of the authenticator to show that it has the key. The recovery codes
    /// are shown this once. Null when the code is wrong, or nothing was begun.
    /// </summary>
    public async ValueTask<IReadOnlyList<string>?> ConfirmAsync(AccountId account, string code, string actor, CancellationToken cancel)
    {
        SecondFactor? begun = await directory.FindSecondFactorAsync(account, cancel).ConfigureAwait(false);
        if (begun is null or { IsOn: true } || !Totp.TryParse(System.Text.Encoding.UTF8.GetBytes(code), out uint number)
            || Totp.FindStep(begun.Key, number, time.GetUtcNow()) is not { } step)
        {
            return null;
        }
        (IReadOnlyList<string> codes, IReadOnlyList<byte[]> tags) = await RecoveryCodes.MakeAsync(directory, account, cancel).ConfigureAwait(false);
        return await directory.ConfirmSecondFactorAsync(account, begun.Key, step, tags, actor, cancel).ConfigureAwait(false) ? codes : null;
    }

    /// <summary>New recovery codes in place of the old ones, shown this once. Null when the second factor is not on.</summary>
    public async ValueTask<IReadOnlyList<string>?> RenewRecoveryCodesAsync(AccountId account, string actor, CancellationToken cancel)
    {
        (IReadOnlyList<string> codes, IReadOnlyList<byte[]> tags) = await RecoveryCodes.MakeAsync(directory, account, cancel).ConfigureAwait(false);
        return await directory.SetRecoveryCodesAsync(account, tags, actor, cancel).ConfigureAwait(false) ? codes : null;
    }

    /// <summary>
    /// Looks at the code that came with the right password, and uses it up: what <see cref="CodeTail"/> takes for one.
    /// </summary>
    internal async ValueTask<CodeVerdict> UseAsync(SecondFactor factor, ReadOnlyMemory<byte> code, CancellationToken cancel)
    {
        var hash = new HashCode();
        hash.AddBytes(code.Span);
        int sent = hash.ToHashCode();
        bool isNumber = Totp.TryParse(code.Span, out uint number);
        long? step = isNumber ? Totp.FindStep(factor.Key, number, time.GetUtcNow()) : null;
        // A client that saved password and code goes on sending them: that is no guess. After a restart the last code is known still.
        // Six digits may become right again in a later step; then they are a new code.
        if (step <= factor.LastStep || step is null && (_guard.WasRight(factor.Account, sent)
            || isNumber && Totp.Code(factor.Key, factor.LastStep) == number))
        {
            return CodeVerdict.Used;
        }
        if (!_guard.TryBegin(factor.Account))
        {
            return CodeVerdict.TooMany;
        }
        if (isNumber && step is null)
        {
            return CodeVerdict.Wrong;
        }
        // The directory decides which of two sign-ins with one code at the same moment comes first.
        bool isFirst = step is { } at
            ? await directory.UseStepAsync(factor.Account, at, cancel).ConfigureAwait(false)
            : await directory.UseRecoveryCodeAsync(
                factor.Account, await RecoveryCodes.TagAsync(directory, factor.Account, code, cancel).ConfigureAwait(false), "sign-in", cancel)
                .ConfigureAwait(false);
        if (!isFirst)
        {
            return isNumber ? CodeVerdict.Used : CodeVerdict.Wrong;
        }
        _guard.NoteRight(factor.Account, sent);
        return CodeVerdict.Right;
    }
}
