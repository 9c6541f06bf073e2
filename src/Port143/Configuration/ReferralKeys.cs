using Port143.Server.Referrals;

namespace Port143.Configuration;

/// <summary>The keys of the table <c>referrals</c>.</summary>
internal static class ReferralKeys
{
    public const string Description =
        "What is on other servers: clients are told where, and connect there themselves. Those servers must not send them back here.";

    public static readonly IReadOnlyList<ConfigKey> All =
    [
        new ConfigKey<IReadOnlyList<AccountReferral>>(
            new ReferralsType<AccountReferral>(
                "a list of accounts, each with the URL of a server, such as [\"bob@example.org imap://bob;AUTH=*@other.example.org/\"]",
                "an account and an imap:// URL of a server", AccountReferral.TryParse, r => r.Account),
            s => s.Server.Referrals.Accounts, (s, v) => Change(s, o => o with { Accounts = v }))
        {
            Section = "referrals", Name = "accounts",
            Description = "Accounts that have moved (LOGIN-REFERRALS). They stay accounts here with a password, for only who signs in is "
                + "told where to go; their mail here is not reached any more. A URL without a user gets the account's address.",
            Source = "RFC 2221 sections 4.1 and 6",
        },
        new ConfigKey<IReadOnlyList<MailboxReferral>>(
            new ReferralsType<MailboxReferral>(
                "a list of mailboxes, each with one or more URLs, such as [\"Archive/Old imap://other.example.org/Old\"]",
                "a mailbox other than INBOX and imap:// URLs of mailboxes", MailboxReferral.TryParse, r => r.Name),
            s => s.Server.Referrals.Mailboxes, (s, v) => Change(s, o => o with { Mailboxes = v }))
        {
            Section = "referrals", Name = "mailboxes",
            Description = "Mailboxes that are on another server, with all below them (MAILBOX-REFERRALS), the best place first. A mailbox that "
                + "exists here wins. A URL without a user gets the address of who asks.",
            Source = "RFC 2193 section 3",
        },
    ];

    private static Settings Change(Settings settings, Func<ReferralOptions, ReferralOptions> change) =>
        settings with { Server = settings.Server with { Referrals = change(settings.Server.Referrals) } };
}
