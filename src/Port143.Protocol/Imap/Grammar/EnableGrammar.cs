using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>ENABLE.</summary>
internal static class EnableGrammar
{
    private const int MaxNames = 50;

    // enable = "ENABLE" 1*(SP capability); RFC 9051 section 9
    public static EnableCommand? Parse(ref ImapScanner scanner, string tag)
    {
        var names = new List<string>();
        do
        {
            if (!scanner.Space() || !scanner.AtomText(out string? name))
            {
                return null;
            }
            if (names.Count == MaxNames)
            {
                scanner.Fail("Too many capabilities");
                return null;
            }
            names.Add(name.ToUpperInvariant());
        }
        while (scanner.Sees(' '));
        return new EnableCommand(tag, names);
    }
}
