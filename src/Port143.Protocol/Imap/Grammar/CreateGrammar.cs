using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>CREATE.</summary>
internal static class CreateGrammar
{
    private const int MaxUses = 10;

    // create = "CREATE" SP mailbox [SP "(" create-param *(SP create-param) ")"]; RFC 4466 section 2.2
    // create-param =/ "USE" SP "(" [use-attr *(SP use-attr)] ")"; RFC 6154 section 6
    public static CreateCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space() || !scanner.Mailbox(out string? mailbox))
        {
            return null;
        }
        var uses = new List<string>();
        if (scanner.Takes(' ')
            && !(scanner.Expects('(') && Use(ref scanner, uses) && scanner.Expects(')')))
        {
            return null;
        }
        return new CreateCommand(tag, mailbox, uses);
    }

    private static bool Use(ref ImapScanner scanner, List<string> uses)
    {
        if (!scanner.TakesWord("USE"u8))
        {
            return scanner.Fail("CREATE knows the parameter USE");
        }
        if (!scanner.Space() || !scanner.Expects('('))
        {
            return false;
        }
        while (!scanner.Takes(')'))
        {
            if (uses.Count > 0 && !scanner.Space() || !scanner.Flag(out string? use))
            {
                return false;
            }
            if (uses.Count == MaxUses)
            {
                return scanner.Fail("Too many uses");
            }
            uses.Add(use);
        }
        return true;
    }
}
