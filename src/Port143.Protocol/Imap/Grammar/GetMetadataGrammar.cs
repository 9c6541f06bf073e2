using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>GETMETADATA.</summary>
internal static class GetMetadataGrammar
{
    // getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries; RFC 5464 section 5. In its examples the
    // options stand behind the mailbox, and clients follow either.
    public static GetMetadataCommand? Parse(ref ImapScanner scanner, string tag)
    {
        uint? maxSize = null;
        var depth = MetadataDepth.Entry;
        if (!scanner.Space()
            || scanner.Sees('(') && (!Options(ref scanner, ref maxSize, ref depth) || !scanner.Space())
            || !scanner.Mailbox(out string? mailbox) || !scanner.Space()
            || SeesOptions(scanner) && (!Options(ref scanner, ref maxSize, ref depth) || !scanner.Space())
            || !MetadataGrammar.Entries(ref scanner, out List<string> entries))
        {
            return null;
        }
        return new GetMetadataCommand(tag, mailbox, entries, maxSize, depth);
    }

    // Options begin with a letter, entries with a slash or a string.
    private static bool SeesOptions(ImapScanner scanner) =>
        scanner.Rest.Length > 1 && scanner.Rest[0] == '(' && scanner.Rest[1] is not ((byte)'/' or (byte)'"' or (byte)'{');

    // getmetadata-options = "(" getmetadata-option *(SP getmetadata-option) ")"
    // maxsize-opt = "MAXSIZE" SP number; scope-opt = "DEPTH" SP ("0" / "1" / "infinity"); RFC 5464 section 5
    private static bool Options(ref ImapScanner scanner, ref uint? maxSize, ref MetadataDepth depth)
    {
        scanner.Takes('(');
        do
        {
            if (scanner.TakesWord("MAXSIZE"u8))
            {
                if (!scanner.Space() || !scanner.Number(out uint size))
                {
                    return false;
                }
                maxSize = size;
            }
            else if (scanner.TakesWord("DEPTH"u8))
            {
                if (!scanner.Space() || !Depth(ref scanner, out depth))
                {
                    return false;
                }
            }
            else
            {
                return scanner.Fail("There is no such option of GETMETADATA");
            }
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }

    private static bool Depth(ref ImapScanner scanner, out MetadataDepth depth)
    {
        depth = scanner.TakesWord("infinity"u8) ? MetadataDepth.All
            : scanner.TakesWord("1"u8) ? MetadataDepth.Children
            : MetadataDepth.Entry;
        return depth != MetadataDepth.Entry || scanner.TakesWord("0"u8) || scanner.Fail("DEPTH is 0, 1 or infinity");
    }
}
