namespace Port143.Storage;

/// <summary>That passwords are not looked at for a while, because too many were wrong.</summary>
/// <param name="Subject">What is blocked: a network in CIDR form, or the address of an account.</param>
/// <param name="Cause">Why, in words for an administrator.</param>
/// <param name="Since">Since when, to the second.</param>
/// <param name="Until">Until when.</param>
public sealed record SignInBlock(string Subject, string Cause, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Whether it is an account that is blocked, not a network.</summary>
    public bool IsAccount => Subject.Contains('@', StringComparison.Ordinal);
}
