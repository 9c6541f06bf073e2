using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>Sequence sets.</summary>
internal static class SequenceSetGrammar
{
    private const int MaxRanges = 20_000;

    // sequence-set = (seq-number / seq-range) ["," sequence-set] / seq-last-command
    // seq-range = seq-number ":" seq-number; seq-number = nz-number / "*"; seq-last-command = "$"
    // RFC 9051 section 9, RFC 5182 section 2.1
    public static bool Parse(ref ImapScanner scanner, out SequenceSet set)
    {
        set = SequenceSet.SavedResult;
        if (scanner.Takes('$'))
        {
            return true;
        }
        var ranges = new List<SequenceRange>();
        do
        {
            if (ranges.Count == MaxRanges)
            {
                return scanner.Fail("Too many ranges in a set");
            }
            if (!Number(ref scanner, out uint first))
            {
                return false;
            }
            uint last = first;
            if (scanner.Takes(':') && !Number(ref scanner, out last))
            {
                return false;
            }
            ranges.Add(new SequenceRange(first, last));
        }
        while (scanner.Takes(','));
        set = SequenceSet.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ranges));
        return true;
    }

    // seq-number = nz-number / "*"; RFC 9051 section 9
    /// <summary>One number, as a set.</summary>
    public static bool ParseNumber(ref ImapScanner scanner, out SequenceSet set)
    {
        bool found = Number(ref scanner, out uint number);
        set = found ? SequenceSet.Of([new SequenceRange(number, number)]) : SequenceSet.SavedResult;
        return found;
    }

    // known-uids = sequence-set ; "*" is not allowed; RFC 7162 section 7
    /// <summary>A set without <c>*</c> and <c>$</c>, such as QRESYNC's known UIDs.</summary>
    public static bool ParseKnown(ref ImapScanner scanner, out SequenceSet set) =>
        Parse(ref scanner, out set) && (!set.IsSavedResult && !set.HasStar || scanner.Fail("This set cannot have * or $"));

    private static bool Number(ref ImapScanner scanner, out uint number)
    {
        number = SequenceRange.Star;
        return scanner.Takes('*') || scanner.NonZero(out number);
    }
}
