using System.Diagnostics.CodeAnalysis;
using Port143.Mail;

namespace Port143.Server.Referrals;

/// <summary>An account whose mail is on another server (RFC 2221).</summary>
/// <param name="Account">The account, which is known here too: who has not signed in is told nothing.</param>
/// <param name="Url">The URL of the other server.</param>
public sealed record AccountReferral(AccountAddress Account, ReferralUrl Url)
{
    /// <summary>Reads <c>bob@example.org imap://bob;AUTH=*@other.example.org/</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AccountReferral? referral)
    {
        ArgumentNullException.ThrowIfNull(text);
        referral = null;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !AccountAddress.TryCreate(words[0], out AccountAddress? account, out _)
            || !ReferralUrl.TryParse(words[1], out ReferralUrl? url) || url.HasMailbox)
        {
            return false;
        }
        referral = new AccountReferral(account, url);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Account.Value} {Url.Text}";
}
