using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>STORE and UID STORE.</summary>
internal static class StoreGrammar
{
    // store = "STORE" SP sequence-set [SP store-modifiers] SP store-att-flags; RFC 4466 section 2.5
    // store-modifier =/ "UNCHANGEDSINCE" SP mod-sequence-valzer; RFC 7162 section 7
    // store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag))); RFC 9051 section 9
    public static StoreCommand? Parse(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.Space() || !SequenceSetGrammar.Parse(ref scanner, out SequenceSet set) || !scanner.Space())
        {
            return null;
        }
        long? unchangedSince = null;
        if (scanner.Takes('('))
        {
            if (!scanner.TakesWord("UNCHANGEDSINCE"u8))
            {
                scanner.Fail("STORE knows the modifier UNCHANGEDSINCE");
                return null;
            }
            if (!scanner.Space() || !scanner.Number64(out long since) || !scanner.Expects(')') || !scanner.Space())
            {
                return null;
            }
            unchangedSince = since;
        }
        StoreMode mode = scanner.Takes('+') ? StoreMode.Add : scanner.Takes('-') ? StoreMode.Remove : StoreMode.Replace;
        bool silent = scanner.TakesWord("FLAGS.SILENT"u8);
        if (!silent && !scanner.TakesWord("FLAGS"u8))
        {
            scanner.Fail("FLAGS is missing");
            return null;
        }
        if (!scanner.Space() || !Flags(ref scanner, out List<string>? flags))
        {
            return null;
        }
        return new StoreCommand(tag, uid, set, mode, silent, flags!, unchangedSince);
    }

    private static bool Flags(ref ImapScanner scanner, out List<string>? flags)
    {
        if (scanner.Sees('('))
        {
            return scanner.FlagList(out flags);
        }
        flags = [];
        do
        {
            if (!scanner.Flag(out string? flag))
            {
                return false;
            }
            if (flags.Count == Mail.FlagSet.MaxKeywords + Mail.FlagSet.SystemFlagCount)
            {
                return scanner.Fail("Too many flags");
            }
            flags.Add(flag);
        }
        while (scanner.Takes(' '));
        return true;
    }
}
