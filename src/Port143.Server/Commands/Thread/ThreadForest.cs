namespace Port143.Server.Commands.Thread;

/// <summary>
/// Threads: items are the messages, and after them dummies that hold several messages together. Siblings are a list.
/// </summary>
/// <param name="Roots">The threads in their order.</param>
/// <param name="FirstChild">By item, the first child, or -1.</param>
/// <param name="NextSibling">By item, the next sibling, or -1.</param>
/// <param name="Messages">How many items are messages.</param>
internal sealed record ThreadForest(IReadOnlyList<int> Roots, int[] FirstChild, int[] NextSibling, int Messages)
{
    /// <summary>Makes the lists. Messages and dummies come among their siblings in the order of the messages given.</summary>
    /// <param name="order">The messages, sorted.</param>
    /// <param name="parents">By message, its parent: an item, or -1.</param>
    /// <param name="dummies">How many dummies there are; all stand at the top.</param>
    public static ThreadForest Build(ReadOnlySpan<int> order, ReadOnlySpan<int> parents, int dummies)
    {
        int messages = parents.Length;
        var first = new int[messages + dummies];
        var next = new int[messages + dummies];
        Array.Fill(first, -1);
        Array.Fill(next, -1);
        var roots = new List<int>();
        foreach (int message in order)
        {
            int parent = parents[message];
            if (parent < 0)
            {
                roots.Add(message);
            }
            else if (parent >= messages && first[parent] < 0)
            {
                first[parent] = message; // taken back below
                roots.Add(parent);
            }
        }
        first.AsSpan(messages).Fill(-1);
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int parent = parents[order[i]];
            if (parent >= 0)
            {
                next[order[i]] = first[parent];
                first[parent] = order[i];
            }
        }
        return new ThreadForest(roots, first, next, messages);
    }
}
