using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>SETMETADATA.</summary>
internal static class SetMetadataGrammar
{
    // setmetadata = "SETMETADATA" SP mailbox SP entry-values
    // entry-values = "(" entry-value *(SP entry-value) ")"; RFC 5464 section 5
    public static SetMetadataCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space() || !scanner.Mailbox(out string? mailbox) || !scanner.Space() || !scanner.Expects('('))
        {
            return null;
        }
        var entries = new List<MetadataEntry>();
        do
        {
            if (!EntryValue(ref scanner, out MetadataEntry? entry))
            {
                return null;
            }
            if (entries.Count == MetadataGrammar.MaxEntries)
            {
                scanner.Fail("Too many entries");
                return null;
            }
            entries.Add(entry!);
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')') ? new SetMetadataCommand(tag, mailbox, entries) : null;
    }

    // entry-value = entry SP value; value = nstring / literal8; RFC 5464 section 5
    private static bool EntryValue(ref ImapScanner scanner, out MetadataEntry? entry)
    {
        entry = null;
        if (!MetadataGrammar.Entry(ref scanner, out string? name) || !scanner.Space())
        {
            return false;
        }
        if (!MetadataGrammar.CanHaveValue(name))
        {
            return scanner.Fail("An entry of that name cannot have a value");
        }
        bool isNil = false;
        if (!(scanner.Sees('~') ? scanner.Literal8(out ReadOnlySpan<byte> value) : scanner.NString(out value, out isNil)))
        {
            return false;
        }
        entry = new MetadataEntry(name, isNil ? null : value.ToArray());
        return true;
    }
}
