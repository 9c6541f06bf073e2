using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>COMPRESS.</summary>
internal static class CompressGrammar
{
    // compress = "COMPRESS" SP algorithm; algorithm = "DEFLATE"; RFC 4978 section 5
    public static CompressCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (scanner.Space() && scanner.TakesWord("DEFLATE"u8))
        {
            return new CompressCommand(tag);
        }
        scanner.Fail("DEFLATE is the only compression");
        return null;
    }
}
