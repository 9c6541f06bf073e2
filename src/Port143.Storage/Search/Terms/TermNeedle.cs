using System.Text;

namespace Port143.Storage.Search.Terms;

/// <summary>
/// A text that is looked for, as patterns to be found in blocks of terms (<see cref="TermBlock"/>). A message that holds the text
/// has, for each pattern, a term that holds it. Where the text begins or ends a term, the pattern says so with a zero.
/// </summary>
internal sealed class TermNeedle
{
    /// <summary>More would narrow no further.</summary>
    private const int MostPatterns = 8;

    /// <summary>Patterns shorter than this are in very many terms; they count only where there are no others.</summary>
    private const int Selective = 3;

    private TermNeedle(IReadOnlyList<byte[]> patterns, bool isProof)
    {
        Patterns = patterns;
        IsProof = isProof;
    }

    /// <summary>What to look for, UTF-8.</summary>
    public IReadOnlyList<byte[]> Patterns { get; }

    /// <summary>Whether a term with the pattern (there is only one then) proves that the message holds the text.</summary>
    public bool IsProof { get; }

    /// <summary>The patterns of a folded text; null when there are none, so that the index does not help.</summary>
    public static TermNeedle? Of(string folded)
    {
        var patterns = new List<string>();
        ReadOnlySpan<char> text = folded;
        bool isProof = false;
        for (int at = 0; at < text.Length;)
        {
            int end = TermSplitter.EndOfRun(text, at);
            switch (TermSplitter.Classify(text[at]))
            {
                case TermCharacter.Letter:
                    AddLetters(text[at..end], isStart: at > 0, isEnd: end < text.Length, patterns);
                    isProof = at == 0 && end == text.Length && end <= TermSplitter.Provable;
                    break;
                case TermCharacter.Unspaced:
                    int pairs = AddPairs(text[at..end], patterns);
                    isProof = at == 0 && end == text.Length && pairs == 1 && !text.Contains('\uFFFD');
                    break;
                default:
                    isProof = false;
                    break;
            }
            at = end;
        }
        if (patterns.Exists(p => p.Length >= Selective))
        {
            patterns.RemoveAll(p => p.Length < Selective);
        }
        byte[][] chosen = [.. patterns.Distinct(StringComparer.Ordinal).OrderByDescending(p => p.Length).Take(MostPatterns).Select(Encoding.UTF8.GetBytes)];
        return chosen.Length == 0 ? null : new TermNeedle(chosen, isProof);
    }

    private static void AddLetters(ReadOnlySpan<char> run, bool isStart, bool isEnd, List<string> patterns)
    {
        string start = isStart ? "\0" : "", end = isEnd ? "\0" : "";
        if (run.Length <= TermSplitter.Provable || (isStart && isEnd && run.Length <= TermSplitter.Longest))
        {
            patterns.Add($"{start}{run}{end}");
            return;
        }
        patterns.Add($"{start}{run[..TermSplitter.Provable]}");
        for (int at = TermSplitter.Provable; at + TermSplitter.Provable < run.Length; at += TermSplitter.Provable)
        {
            patterns.Add(run.Slice(at, TermSplitter.Provable).ToString());
        }
        patterns.Add($"{run[^TermSplitter.Provable..]}{end}");
    }

    private static int AddPairs(ReadOnlySpan<char> run, List<string> patterns)
    {
        int pairs = 0;
        for (int at = 0; at < run.Length;)
        {
            int first = TermSplitter.LengthOfFirst(run[at..]);
            if (at + first == run.Length)
            {
                if (pairs == 0)
                {
                    patterns.Add(run.ToString());
                    pairs = 1;
                }
                break;
            }
            patterns.Add(run.Slice(at, first + TermSplitter.LengthOfFirst(run[(at + first)..])).ToString());
            pairs++;
            at += first;
        }
        return pairs;
    }
}
