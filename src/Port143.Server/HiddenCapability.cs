using System.Diagnostics.CodeAnalysis;
using Port143.Mail;

namespace Port143.Server;

/// <summary>
/// A capability that the administrator hides: it is not announced, and ENABLE passes it over. For clients that see a name and
/// then misuse what it stands for.
/// </summary>
/// <param name="Name">Its name in capitals; of one with a value, with or without the value.</param>
/// <param name="Account">The account that it is hidden from; null for all, and before sign-in.</param>
public sealed record HiddenCapability(string Name, AccountAddress? Account)
{
    private const int MaxName = 64;

    /// <summary>Reads <c>UIDONLY</c> or <c>UIDONLY bob@example.org</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HiddenCapability? hidden)
    {
        ArgumentNullException.ThrowIfNull(text);
        hidden = null;
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        string name = (blank < 0 ? text : text[..blank]).ToUpperInvariant();
        AccountAddress? account = null;
        // Without IMAP4rev1 nothing is left, and without LOGINDISABLED passwords would be sent for all to read.
        if (name.Length is 0 or > MaxName || name.Any(c => c is < '!' or > '~') || name is "IMAP4REV1" or "LOGINDISABLED"
            || blank >= 0 && !AccountAddress.TryCreate(text[(blank + 1)..].Trim(), out account, out _))
        {
            return false;
        }
        hidden = new HiddenCapability(name, account);
        return true;
    }

    /// <summary>Whether it hides this name from this account; null before sign-in.</summary>
    public bool Hides(ReadOnlySpan<char> capability, AccountAddress? account)
    {
        int value = capability.IndexOf('=');
        return (Account is null || Account.Equals(account))
            && (capability.Equals(Name, StringComparison.OrdinalIgnoreCase)
                || value >= 0 && capability[..value].Equals(Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override string ToString() => Account is null ? Name : $"{Name} {Account.Value}";
}
