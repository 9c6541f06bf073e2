using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>THREAD and UID THREAD.</summary>
internal static class ThreadGrammar
{
    // thread = ["UID" SP] "THREAD" SP thread-alg SP search-criteria; search-criteria = charset 1*(SP search-key)
    // RFC 5256 section 5
    public static ThreadCommand? Parse(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.Space() || !scanner.AtomText(out string? name) || !scanner.Space())
        {
            return null;
        }
        ThreadAlgorithm? algorithm = name.ToUpperInvariant() switch
        {
            "ORDEREDSUBJECT" => ThreadAlgorithm.OrderedSubject,
            "REFERENCES" => ThreadAlgorithm.References,
            "REFS" => ThreadAlgorithm.Refs,
            _ => null,
        };
        if (algorithm is null)
        {
            scanner.Fail("There is no such threading algorithm");
            return null;
        }
        return SearchGrammar.Charset(ref scanner, out _) && scanner.Space() && SearchKeyGrammar.Program(ref scanner, out SearchKey? key)
            ? new ThreadCommand(tag, uid, algorithm.Value, key!) : null;
    }
}
