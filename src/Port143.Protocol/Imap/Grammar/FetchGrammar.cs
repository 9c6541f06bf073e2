using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>FETCH and UID FETCH. Items keep the order in which the client asked for them.</summary>
internal static class FetchGrammar
{
    private const int MaxItems = 100;

    // fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
    //         [SP "(" fetch-modifier *(SP fetch-modifier) ")"]; RFC 4466 section 2.4
    public static FetchCommand? Parse(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.Space() || !SequenceSetGrammar.Parse(ref scanner, out SequenceSet set) || !scanner.Space())
        {
            return null;
        }
        var items = new List<FetchItem>();
        if (!Items(ref scanner, items))
        {
            return null;
        }
        long? changedSince = null;
        bool vanished = false;
        PartialResults? partial = null;
        if (scanner.Takes(' ') && !Modifiers(ref scanner, ref changedSince, ref vanished, ref partial))
        {
            return null;
        }
        if (vanished && (!uid || changedSince is null))
        {
            scanner.Fail("VANISHED needs UID FETCH and CHANGEDSINCE");
            return null;
        }
        if (partial is not null && !uid)
        {
            scanner.Fail("PARTIAL needs UID FETCH");
            return null;
        }
        return new FetchCommand(tag, uid, set, items, changedSince, vanished, partial);
    }

    // "(" fetch-att *(SP fetch-att) ")"; for NOTIFY, RFC 5465 section 8
    public static bool List(ref ImapScanner scanner, List<FetchItem> items) =>
        scanner.Sees('(') ? Items(ref scanner, items) : scanner.Fail("A list of data items is missing");

    private static bool Items(ref ImapScanner scanner, List<FetchItem> items)
    {
        if (!scanner.Takes('('))
        {
            return Macro(ref scanner, items) || Item(ref scanner, items);
        }
        do
        {
            if (items.Count == MaxItems)
            {
                return scanner.Fail("Too many data items");
            }
            // Macros stand alone in the RFC; some clients put them into parentheses.
            if (!Macro(ref scanner, items) && !Item(ref scanner, items))
            {
                return false;
            }
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }

    private static bool Macro(ref ImapScanner scanner, List<FetchItem> items)
    {
        bool fast = scanner.TakesWord("FAST"u8), full = !fast && scanner.TakesWord("FULL"u8);
        if (!fast && !full && !scanner.TakesWord("ALL"u8))
        {
            return false;
        }
        items.Add(FlagsItem.Instance);
        items.Add(InternalDateItem.Instance);
        items.Add(Rfc822SizeItem.Instance);
        if (!fast)
        {
            items.Add(EnvelopeItem.Instance);
        }
        if (full)
        {
            items.Add(BodyItem.Instance);
        }
        return true;
    }

    // fetch-att; RFC 9051 section 9, with MODSEQ (RFC 7162), PREVIEW (RFC 8970), SAVEDATE (RFC 8514), EMAILID and THREADID (RFC 8474)
    private static bool Item(ref ImapScanner scanner, List<FetchItem> items)
    {
        FetchItem? item =
            scanner.TakesWord("UID"u8) ? UidItem.Instance
            : scanner.TakesWord("FLAGS"u8) ? FlagsItem.Instance
            : scanner.TakesWord("INTERNALDATE"u8) ? InternalDateItem.Instance
            : scanner.TakesWord("ENVELOPE"u8) ? EnvelopeItem.Instance
            : scanner.TakesWord("BODYSTRUCTURE"u8) ? BodyStructureItem.Instance
            : scanner.TakesWord("RFC822.SIZE"u8) ? Rfc822SizeItem.Instance
            : scanner.TakesWord("RFC822.HEADER"u8) ? Rfc822HeaderItem.Instance
            : scanner.TakesWord("RFC822.TEXT"u8) ? Rfc822TextItem.Instance
            : scanner.TakesWord("RFC822"u8) ? Rfc822Item.Instance
            : scanner.TakesWord("MODSEQ"u8) ? ModSeqItem.Instance
            : scanner.TakesWord("SAVEDATE"u8) ? SaveDateItem.Instance
            : scanner.TakesWord("EMAILID"u8) ? EmailIdItem.Instance
            : scanner.TakesWord("THREADID"u8) ? ThreadIdItem.Instance
            : null;
        if (item is null && !Special(ref scanner, out item))
        {
            return false;
        }
        items.Add(item!);
        return true;
    }

    private static bool Special(ref ImapScanner scanner, out FetchItem? item)
    {
        item = null;
        if (scanner.TakesWord("PREVIEW"u8))
        {
            // "PREVIEW" [SP "(" "LAZY" ")"]; RFC 8970 section 6
            int before = scanner.Position;
            bool lazy = scanner.Takes(' ') && scanner.Takes('(') && scanner.TakesWord("LAZY"u8) && scanner.Takes(')');
            scanner.Position = lazy ? scanner.Position : before;
            item = new PreviewItem(lazy);
            return true;
        }
        if (scanner.TakesWord("BODY["u8))
        {
            return SectionGrammar.Body(ref scanner, peek: false, out item);
        }
        if (scanner.TakesWord("BODY.PEEK["u8))
        {
            return SectionGrammar.Body(ref scanner, peek: true, out item);
        }
        if (scanner.TakesWord("BINARY["u8))
        {
            return SectionGrammar.Binary(ref scanner, peek: false, out item);
        }
        if (scanner.TakesWord("BINARY.PEEK["u8))
        {
            return SectionGrammar.Binary(ref scanner, peek: true, out item);
        }
        if (scanner.TakesWord("BINARY.SIZE["u8))
        {
            return SectionGrammar.BinarySize(ref scanner, out item);
        }
        if (scanner.TakesWord("BODY"u8))
        {
            item = BodyItem.Instance;
            return true;
        }
        return scanner.Fail("There is no such data item");
    }

    // fetch-modifier =/ "CHANGEDSINCE" SP mod-sequence-value / "VANISHED"; RFC 7162 section 7
    // fetch-modifier =/ modifier-partial; modifier-partial = "PARTIAL" SP partial-range; RFC 9394 section 4
    private static bool Modifiers(ref ImapScanner scanner, ref long? changedSince, ref bool vanished, ref PartialResults? partial)
    {
        if (!scanner.Expects('('))
        {
            return false;
        }
        do
        {
            if (changedSince is null && scanner.TakesWord("CHANGEDSINCE"u8))
            {
                if (!scanner.Space() || !scanner.Number64(out long since))
                {
                    return false;
                }
                changedSince = since;
            }
            else if (!vanished && scanner.TakesWord("VANISHED"u8))
            {
                vanished = true;
            }
            else if (partial is null && scanner.TakesWord("PARTIAL"u8))
            {
                if (!scanner.Space() || !PartialGrammar.Parse(ref scanner, out PartialResults range))
                {
                    return false;
                }
                partial = range;
            }
            else
            {
                return scanner.Fail("FETCH knows the modifiers CHANGEDSINCE, VANISHED and PARTIAL, once each");
            }
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }
}
