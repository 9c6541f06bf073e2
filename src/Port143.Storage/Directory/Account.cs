using Port143.Mail;

namespace Port143.Storage;

/// <summary>What the directory says of an account at one moment.</summary>
/// <param name="Id">The permanent name of its storage.</param>
/// <param name="Address">Its address.</param>
/// <param name="Created">When it was made.</param>
/// <param name="IsDisabled">Whether it may not sign in. Mail still arrives for it.</param>
/// <param name="PasswordHash">Its password as a PHC string; never the password. Not for logs or replies.</param>
public sealed record Account(AccountId Id, AccountAddress Address, DateTimeOffset Created, bool IsDisabled, string PasswordHash)
{
    /// <summary>How often its password was changed, or a second factor put beside it. What an older one opened is to end.</summary>
    public long PasswordSerial { get; init; }

    /// <summary>The account without its hash, so that a record in a log shows none.</summary>
    public override string ToString() => $"{Address} ({Id})";
}
