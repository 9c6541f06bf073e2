namespace Port143.Server.Referrals;

/// <summary>What is on other servers. Those must not send clients back here.</summary>
public sealed record ReferralOptions
{
    /// <summary>Accounts (RFC 2221). Default: none.</summary>
    public IReadOnlyList<AccountReferral> Accounts { get; init; } = [];

    /// <summary>Mailboxes, the same for all accounts (RFC 2193). Default: none.</summary>
    public IReadOnlyList<MailboxReferral> Mailboxes { get; init; } = [];
}
