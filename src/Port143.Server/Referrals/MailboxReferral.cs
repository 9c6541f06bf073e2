using System.Diagnostics.CodeAnalysis;
using Port143.Mail;

namespace Port143.Server.Referrals;

/// <summary>A mailbox that is, with all below it, on another server (RFC 2193).</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Urls">Where it is, the best place first.</param>
public sealed record MailboxReferral(MailboxName Name, IReadOnlyList<ReferralUrl> Urls)
{
    private const int MaxUrls = 10;

    /// <summary>Reads <c>Archive/Old imap://other.example.org/Old</c>; a name may have blanks in it, and there may be several URLs.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxReferral? referral)
    {
        ArgumentNullException.ThrowIfNull(text);
        referral = null;
        int begin = text.IndexOf(" imap://", StringComparison.OrdinalIgnoreCase);
        if (begin < 0 || !MailboxName.TryCreate(text[..begin].Trim(), out MailboxName? name, out _) || name.IsInbox)
        {
            return false;
        }
        var urls = new List<ReferralUrl>();
        foreach (string word in text[begin..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (urls.Count == MaxUrls || !ReferralUrl.TryParse(word, out ReferralUrl? url) || !url.HasMailbox)
            {
                return false;
            }
            urls.Add(url);
        }
        referral = new MailboxReferral(name, urls);
        return true;
    }

    /// <summary>Whether a name is this mailbox or below it.</summary>
    public bool Covers(MailboxName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Equals(Name) || name.IsBelow(Name);
    }

    /// <summary>The URLs of a mailbox that it covers, for one user.</summary>
    public IEnumerable<string> For(AccountAddress user, MailboxName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Urls.Select(u => u.For(user, name.Value[Name.Value.Length..]));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name.Value} {string.Join(' ', Urls.Select(u => u.Text))}";
}
