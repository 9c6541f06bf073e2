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
    /// <summary>With what, as the log says it: <c>password</c>, <c>device:ID</c>, <c>token</c> ...; null unless it succeeded.</summary>
    public string? By { get; init; }

    internal static readonly SignInResult Rejected = new(SignInOutcome.Rejected, null);
    internal static readonly SignInResult Disabled = new(SignInOutcome.Disabled, null);
    internal static readonly SignInResult Busy = new(SignInOutcome.Busy, null);

    // The same words whether the account, the network or the pace is the reason, and whether the account exists.
    internal static SignInResult TryLater(TimeSpan time) => new(
        SignInOutcome.Busy, null,
        Explanation: "Too many wrong passwords came from your network or for this account, so none is looked at for "
            + $"{(time > TimeSpan.FromMinutes(1) ? $"{Math.Ceiling(time.TotalMinutes):0} minutes" : "a minute")}; device passwords still work");

    internal static SignInResult Explain(string explanation) => new(SignInOutcome.Explained, null, Explanation: explanation);
}
