using System.Diagnostics.CodeAnalysis;

namespace Port143.Mail;

/// <summary>
/// Whom an entry of an access control list speaks of (RFC 4314 section 2): one account by its address, or everybody with an
/// account. A dash before it takes rights away.
/// </summary>
/// <param name="Address">The account's address; null for <c>anyone</c>.</param>
/// <param name="IsNegative">Whether the entry takes rights away.</param>
public sealed record AclIdentifier(AccountAddress? Address, bool IsNegative)
{
    /// <summary>Everybody who has signed in.</summary>
    public static readonly AclIdentifier Anyone = new(null, false);

    private const string AnyoneName = "anyone";

    /// <summary>An account.</summary>
    public static AclIdentifier Of(AccountAddress address) => new(address, false);

    /// <summary>
    /// Reads <c>anyone</c> or an address in any of its spellings, with a dash or without. The canonical form of an address
    /// does what SASLprep is for (section 3), and refuses more.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AclIdentifier? identifier, [NotNullWhen(false)] out string? error)
    {
        identifier = null;
        error = null;
        bool negative = text.StartsWith('-');
        string who = negative ? text[1..] : text;
        if (who == AnyoneName)
        {
            identifier = new AclIdentifier(null, negative);
        }
        else if (AccountAddress.TryCreate(who, out AccountAddress? address, out error))
        {
            identifier = new AclIdentifier(address, negative);
        }
        return identifier is not null;
    }

    /// <summary>Whether it speaks of this account.</summary>
    public bool Matches(AccountAddress account) => Address is null || Address.Equals(account);

    /// <inheritdoc/>
    public override string ToString() => (IsNegative ? "-" : "") + (Address?.Value ?? AnyoneName);
}
