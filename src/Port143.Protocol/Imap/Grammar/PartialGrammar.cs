using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>The range of PARTIAL, in SEARCH, SORT and UID FETCH.</summary>
internal static class PartialGrammar
{
    // partial-range = partial-range-first / partial-range-last; partial-range-first = nz-number ":" nz-number;
    // partial-range-last = MINUS nz-number ":" MINUS nz-number; RFC 9394 section 4
    public static bool Parse(ref ImapScanner scanner, out PartialResults range)
    {
        range = default;
        bool fromEnd = scanner.Takes('-');
        if (!scanner.NonZero(out uint first) || !scanner.Expects(':') || fromEnd && !scanner.Expects('-') || !scanner.NonZero(out uint last))
        {
            return false;
        }
        range = new PartialResults(first, last, fromEnd);
        return true;
    }
}
