using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>What came of a sign-in.</summary>
/// <param name="Outcome">Whether it succeeded, and why not.</param>
/// <param name="Account">The account as it was read then; null unless <see cref="SignInOutcome.Success"/>.</param>
public readonly record struct SignInResult(SignInOutcome Outcome, Account? Account)
{
    internal static readonly SignInResult Rejected = new(SignInOutcome.Rejected, null);
    internal static readonly SignInResult Disabled = new(SignInOutcome.Disabled, null);
    internal static readonly SignInResult Busy = new(SignInOutcome.Busy, null);
}
