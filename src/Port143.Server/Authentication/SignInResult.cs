using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>What came of a sign-in.</summary>
/// <param name="Outcome">Whether it succeeded, and why not.</param>
/// <param name="Account">The account as it was read then; null unless <see cref="SignInOutcome.Success"/>.</param>
/// <param name="Device">The device password that was used, if it was one.</param>
/// <param name="ReadOnly">Whether the session may only read, whatever else allows.</param>
/// <param name="Explanation">With <see cref="SignInOutcome.Explained"/>: what a person can do about it.</param>
public readonly record struct SignInResult(
    SignInOutcome Outcome, Account? Account, DevicePassword? Device = null, bool ReadOnly = false, string? Explanation = null)
{
    internal static readonly SignInResult Rejected = new(SignInOutcome.Rejected, null);
    internal static readonly SignInResult Disabled = new(SignInOutcome.Disabled, null);
    internal static readonly SignInResult Busy = new(SignInOutcome.Busy, null);

    internal static SignInResult Explain(string explanation) => new(SignInOutcome.Explained, null, Explanation: explanation);
}
