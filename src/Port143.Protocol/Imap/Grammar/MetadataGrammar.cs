using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>What GETMETADATA, SETMETADATA and LIST RETURN (METADATA ...) share: entry names and their lists.</summary>
internal static class MetadataGrammar
{
    /// <summary>The longest entry name, octets.</summary>
    public const int MaxEntryName = 1000;

    /// <summary>How many entries a command may name.</summary>
    public const int MaxEntries = 1000;

    // entries = entry / "(" entry *(SP entry) ")"; RFC 5464 section 5. Its own examples (section 4.4.1) leave the
    // parentheses out around several.
    public static bool Entries(ref ImapScanner scanner, out List<string> entries)
    {
        entries = [];
        bool listed = scanner.Takes('(');
        do
        {
            if (!Entry(ref scanner, out string? entry))
            {
                return false;
            }
            if (entries.Count == MaxEntries)
            {
                return scanner.Fail("Too many entries");
            }
            entries.Add(entry);
        }
        while (scanner.Takes(' '));
        return !listed || scanner.Expects(')');
    }

    // entry = astring ; slash-separated path to entry, MUST NOT contain "*" or "%"; RFC 5464 section 5
    public static bool Entry(ref ImapScanner scanner, [NotNullWhen(true)] out string? entry)
    {
        entry = null;
        if (!scanner.AString(out ReadOnlySpan<byte> name))
        {
            return false;
        }
        if (!IsValid(name))
        {
            return scanner.Fail("That is not the name of an entry below /shared or /private");
        }
        entry = Encoding.ASCII.GetString(name);
        return true;
    }

    /// <summary>
    /// Whether an entry of this name can have a value: it has two components at the least, and below /vendor four
    /// (RFC 5464 section 3.2).
    /// </summary>
    public static bool CanHaveValue(string entry)
    {
        string[] parts = entry.Split('/');
        bool isVendor = parts.Length > 2 && parts[2].Equals("vendor", StringComparison.OrdinalIgnoreCase);
        return parts.Length - 1 >= (isVendor ? 4 : 2);
    }

    // The rules of RFC 5464 section 3.2; the characters below 0x20 are meant where it says 0x19.
    private static bool IsValid(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxEntryName || name.IsEmpty || name[^1] == '/' || name.IndexOf("//"u8) >= 0
            || name.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0 || name.IndexOfAny((byte)'*', (byte)'%') >= 0)
        {
            return false;
        }
        return IsOrIsBelow(name, "/shared"u8) || IsOrIsBelow(name, "/private"u8);
    }

    private static bool IsOrIsBelow(ReadOnlySpan<byte> name, ReadOnlySpan<byte> scope) =>
        name.Length >= scope.Length && Ascii.EqualsIgnoreCase(name[..scope.Length], scope)
        && (name.Length == scope.Length || name[scope.Length] == '/');
}
