namespace Port143.Storage;

/// <summary>The second factor of an account: the key of an authenticator that makes time-based codes (RFC 6238).</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Key">The key that it shares with the authenticator. Not for logs or replies.</param>
/// <param name="Created">When the key was made.</param>
/// <param name="Confirmed">When a code showed that the authenticator has the key; null: it does not count yet.</param>
/// <param name="LastStep">The time step of the newest code that was used; that one and older ones are void.</param>
/// <param name="RecoveryCodes">How many recovery codes are left.</param>
public sealed record SecondFactor(
    AccountId Account, byte[] Key, DateTimeOffset Created, DateTimeOffset? Confirmed, long LastStep, int RecoveryCodes)
{
    /// <summary>Whether it is asked for.</summary>
    public bool IsOn => Confirmed is not null;

    /// <summary>Without the key, so that a record in a log shows none.</summary>
    public override string ToString() => $"second factor of {Account}";
}
