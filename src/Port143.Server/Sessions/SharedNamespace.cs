using System.Diagnostics.CodeAnalysis;
using Port143.Mail;

namespace Port143.Server.Sessions;

/// <summary>
/// The names of other users' mailboxes (RFC 2342): <c>Other Users/alice@example.org/INBOX</c> is Alice's INBOX, and
/// everything else of hers stands beside it. The wildcards of LIST, which an address may hold and a mailbox name may not, are
/// written <c>=2A</c> and <c>=25</c>.
/// </summary>
internal static class SharedNamespace
{
    /// <summary>The level above all of them.</summary>
    public static readonly MailboxName Top = MailboxName.Parse("Other Users");

    /// <summary>What every such name begins with.</summary>
    public const string Prefix = "Other Users/";

    /// <summary>Whether the name is one that no own mailbox can get.</summary>
    public static bool IsReserved(MailboxName name) => name.Equals(Top) || name.Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Splits a name into the owner's address and the name that the owner knows.</summary>
    public static bool TrySplit(
        MailboxName name, [NotNullWhen(true)] out AccountAddress? owner, [NotNullWhen(true)] out MailboxName? inner)
    {
        owner = null;
        inner = null;
        string text = name.Value;
        // A local part can hold a separator, a domain cannot.
        int at = text.StartsWith(Prefix, StringComparison.Ordinal) ? text.IndexOf('@', StringComparison.Ordinal) : -1;
        int end = at < 0 ? -1 : text.IndexOf(MailboxName.Separator, at);
        return end >= 0 && AccountAddress.TryCreate(Decode(text[Prefix.Length..end]), out owner, out _)
            && MailboxName.TryCreate(text[(end + 1)..], out inner, out _);
    }

    /// <summary>The name of another's mailbox; null where it would be too long, or the address cannot be part of a name.</summary>
    public static MailboxName? TryName(AccountAddress owner, MailboxName inner) =>
        MailboxName.TryCreate($"{Prefix}{Encode(owner.Value)}{MailboxName.Separator}{inner}", out MailboxName? name, out _) ? name : null;

    // Addresses are in lower case, so that nothing in one looks like =2A; what looks like =25 gets its = written.
    private static string Encode(string address) =>
        address.Replace("=25", "=3D25", StringComparison.Ordinal)
            .Replace("*", "=2A", StringComparison.Ordinal).Replace("%", "=25", StringComparison.Ordinal);

    private static string Decode(string text) =>
        text.Replace("=2A", "*", StringComparison.Ordinal).Replace("=25", "%", StringComparison.Ordinal)
            .Replace("=3D25", "=25", StringComparison.Ordinal);
}
