using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>LIST, basic and extended.</summary>
internal static class ListGrammar
{
    private const int MaxPatterns = 100;

    // list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]; RFC 9051 section 9
    public static ListCommand? Parse(ref ImapScanner scanner, string tag)
    {
        bool extended = false;
        var selection = ListSelection.None;
        var returns = ListReturn.None;
        var status = StatusItems.None;
        List<string> metadata = [];
        if (!scanner.Space())
        {
            return null;
        }
        if (scanner.Sees('('))
        {
            extended = true;
            if (!Selection(ref scanner, out selection) || !scanner.Space())
            {
                return null;
            }
        }
        if (!scanner.Mailbox(out string? reference) || !scanner.Space() || !Patterns(ref scanner, out List<string> patterns, ref extended))
        {
            return null;
        }
        if (scanner.Takes(' '))
        {
            extended = true;
            if (!scanner.TakesWord("RETURN"u8))
            {
                scanner.Fail("RETURN is missing");
                return null;
            }
            if (!scanner.Space() || !Returns(ref scanner, out returns, out status, metadata))
            {
                return null;
            }
        }
        return new ListCommand(tag, extended, selection, reference, patterns, returns, status, metadata);
    }

    // list-select-opts = "(" [...] ")"; RFC 9051 section 9
    private static bool Selection(ref ImapScanner scanner, out ListSelection selection)
    {
        selection = ListSelection.None;
        scanner.Takes('(');
        for (bool first = true; !scanner.Takes(')'); first = false)
        {
            if (!first && !scanner.Space() || !scanner.AtomText(out string? word))
            {
                return false;
            }
            ListSelection option = word.ToUpperInvariant() switch
            {
                "SUBSCRIBED" => ListSelection.Subscribed,
                "REMOTE" => ListSelection.Remote,
                "RECURSIVEMATCH" => ListSelection.RecursiveMatch,
                "SPECIAL-USE" => ListSelection.SpecialUse,
                _ => ListSelection.None,
            };
            if (option == ListSelection.None)
            {
                return scanner.Fail("There is no such selection option");
            }
            selection |= option;
        }
        // RECURSIVEMATCH needs a list-select-base-opt, which is SUBSCRIBED alone: REMOTE and SPECIAL-USE are independent;
        // RFC 9051 section 9, RFC 6154 section 6
        return (selection & ListSelection.RecursiveMatch) == 0 || (selection & ListSelection.Subscribed) != 0
            || scanner.Fail("RECURSIVEMATCH needs SUBSCRIBED");
    }

    // mbox-or-pat = list-mailbox / patterns; patterns = "(" list-mailbox *(SP list-mailbox) ")"; RFC 9051 section 9
    private static bool Patterns(ref ImapScanner scanner, out List<string> patterns, ref bool extended)
    {
        patterns = [];
        bool many = scanner.Takes('(');
        extended |= many;
        do
        {
            if (!scanner.ListMailbox(out string? pattern))
            {
                return false;
            }
            if (patterns.Count == MaxPatterns)
            {
                return scanner.Fail("Too many patterns");
            }
            patterns.Add(pattern);
        }
        while (many && scanner.Takes(' '));
        return !many || scanner.Expects(')');
    }

    // list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"; RFC 9051 section 9
    private static bool Returns(ref ImapScanner scanner, out ListReturn returns, out StatusItems status, List<string> metadata)
    {
        returns = ListReturn.None;
        status = StatusItems.None;
        if (!scanner.Expects('('))
        {
            return false;
        }
        for (bool first = true; !scanner.Takes(')'); first = false)
        {
            if (!first && !scanner.Space() || !scanner.AtomText(out string? word))
            {
                return false;
            }
            switch (word.ToUpperInvariant())
            {
                case "SUBSCRIBED":
                    returns |= ListReturn.Subscribed;
                    break;
                case "CHILDREN":
                    returns |= ListReturn.Children;
                    break;
                case "SPECIAL-USE":
                    returns |= ListReturn.SpecialUse;
                    break;
                case "MYRIGHTS":
                    returns |= ListReturn.MyRights; // return-option =/ "MYRIGHTS"; RFC 8440 section 5
                    break;
                case "STATUS":
                    returns |= ListReturn.Status;
                    if (!scanner.Space() || !StatusGrammar.Items(ref scanner, out status))
                    {
                        return false;
                    }
                    break;
                // return-option =/ "METADATA" SP "(" entry *(SP entry) ")"; RFC 9590 section 5
                case "METADATA":
                    returns |= ListReturn.Metadata;
                    if (!scanner.Space() || !scanner.Sees('(') || !MetadataGrammar.Entries(ref scanner, out List<string> entries))
                    {
                        return scanner.Fail("METADATA names entries in parentheses");
                    }
                    metadata.AddRange(entries);
                    break;
                default:
                    return scanner.Fail("There is no such return option");
            }
        }
        return true;
    }
}
