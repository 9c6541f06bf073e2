namespace Port143.Configuration;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Nearest
{
    private const int LongestWord = 64;

    /// <summary>The word that is nearest to a mistyped one, or null when none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> words)
    {
        if (typed.Length > LongestWord)
        {
            return null;
        }
        string? best = null;
        int bestDistance = Math.Max(2, typed.Length / 3) + 1;
        foreach (string word in words)
        {
            int distance = Distance(typed.ToLowerInvariant().Replace('-', '_'), word);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (word, distance);
            }
        }
        return best;
    }

    /// <summary>The question to ask about a mistyped word, or null.</summary>
    public static string? Hint(string typed, IEnumerable<string> words) =>
        Find(typed, words) is { } word ? $"did you mean \"{word}\"?" : null;

    // Edit distance in which two letters that changed places count once.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }
                int best = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, cost[i - 2, j - 2] + 1);
                }
                cost[i, j] = best;
            }
        }
        return cost[a.Length, b.Length];
    }
}
