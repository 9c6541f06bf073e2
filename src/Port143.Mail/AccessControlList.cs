using System.Text;

namespace Port143.Mail;

/// <summary>
/// Who may do what with a mailbox (RFC 4314 section 2): identifiers and rights, immutable. Somebody has the union of what the
/// entries that speak of him give, without what negative entries take away.
/// <para>
/// The owner has every right unless an entry of his own says less, and keeps <see cref="OwnerKeeps"/> whatever entries say: a
/// mailbox that nobody can administer would be lost.
/// </para>
/// </summary>
public sealed class AccessControlList : IEquatable<AccessControlList>
{
    /// <summary>The rights that nobody can take from the owner.</summary>
    public const MailboxRights OwnerKeeps = MailboxRights.Lookup | MailboxRights.Administer;

    /// <summary>How many entries a list has at the most.</summary>
    public const int MaxEntries = 256;

    /// <summary>The list of a mailbox that is shared with nobody.</summary>
    public static readonly AccessControlList Private = new([]);

    private readonly AclEntry[] _entries;

    private AccessControlList(AclEntry[] entries) => _entries = entries;

    /// <summary>The entries, oldest first. Without one for the owner he has every right.</summary>
    public IReadOnlyList<AclEntry> Entries => _entries;

    /// <summary>What an account that is not the owner may do.</summary>
    public MailboxRights RightsOf(AccountAddress account)
    {
        MailboxRights given = MailboxRights.None, taken = MailboxRights.None;
        foreach ((AclIdentifier identifier, MailboxRights rights) in _entries)
        {
            if (identifier.Matches(account))
            {
                _ = identifier.IsNegative ? taken |= rights : given |= rights;
            }
        }
        return given & ~taken;
    }

    /// <summary>What the owner may do.</summary>
    public MailboxRights RightsOfOwner(AccountAddress owner)
    {
        bool isNamed = Array.Exists(_entries, e => !e.Identifier.IsNegative && owner.Equals(e.Identifier.Address));
        MailboxRights taken = MailboxRights.None;
        foreach ((AclIdentifier identifier, MailboxRights rights) in _entries)
        {
            taken |= identifier.IsNegative && identifier.Matches(owner) ? rights : MailboxRights.None;
        }
        return ((isNamed ? RightsOf(owner) : MailboxRights.All) & ~taken) | OwnerKeeps;
    }

    /// <summary>What the entry of an identifier says; none when there is no such entry.</summary>
    public MailboxRights this[AclIdentifier identifier]
    {
        get
        {
            int at = Find(identifier);
            return at < 0 ? MailboxRights.None : _entries[at].Rights;
        }
    }

    /// <summary>Whether an identifier has an entry.</summary>
    public bool Contains(AclIdentifier identifier) => Find(identifier) >= 0;

    /// <summary>
    /// The list after SETACL or DELETEACL. An entry without rights is none; the owner's entry never has less than
    /// <see cref="OwnerKeeps"/>, and begins with every right.
    /// </summary>
    /// <param name="identifier">Whose entry is changed.</param>
    /// <param name="mode">What to do with the rights.</param>
    /// <param name="rights">The rights.</param>
    /// <param name="isOwner">Whether the identifier is the owner's own, without a dash.</param>
    public AccessControlList Change(AclIdentifier identifier, AclMode mode, MailboxRights rights, bool isOwner)
    {
        MailboxRights before = isOwner && !Contains(identifier) ? MailboxRights.All : this[identifier];
        MailboxRights after = mode switch
        {
            AclMode.Replace => rights,
            AclMode.Add => before | rights,
            _ => before & ~rights,
        };
        return With(identifier, isOwner ? after | OwnerKeeps : after);
    }

    /// <summary>The list without any entry that names an account.</summary>
    public AccessControlList Without(AccountAddress account) =>
        new([.. _entries.Where(e => !account.Equals(e.Identifier.Address))]);

    private AccessControlList With(AclIdentifier identifier, MailboxRights rights)
    {
        int at = Find(identifier);
        AclEntry[] before = at < 0 ? _entries : _entries[..at], after = at < 0 ? [] : _entries[(at + 1)..];
        return new AccessControlList(
            rights == MailboxRights.None ? [.. before, .. after] : [.. before, new AclEntry(identifier, rights), .. after]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; throws <see cref="FormatException"/> for anything else.</summary>
    public static AccessControlList Parse(string text)
    {
        if (text.Length == 0)
        {
            return Private;
        }
        var entries = new List<AclEntry>();
        foreach (string line in text.Split('\n'))
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || !AclIdentifier.TryParse(line[..blank], out AclIdentifier? identifier, out _)
                || !MailboxRightsText.TryParse(line.AsSpan(blank + 1), out MailboxRights rights, out _))
            {
                throw new FormatException($"\"{line}\" is no entry of an access control list.");
            }
            entries.Add(new AclEntry(identifier, rights));
        }
        return new AccessControlList([.. entries]);
    }

    /// <summary>A line for each entry: the identifier, a blank, the letters of the rights.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((AclIdentifier identifier, MailboxRights rights) in _entries)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(identifier).Append(' ').Append(MailboxRightsText.ToPlainLetters(rights));
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(AccessControlList? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessControlList);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.Length == 0 ? 0 : HashCode.Combine(_entries.Length, _entries[0]);

    private int Find(AclIdentifier identifier) => Array.FindIndex(_entries, e => e.Identifier.Equals(identifier));
}
