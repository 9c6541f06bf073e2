using Port143.Storage.Threading;

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
    /// <summary>Among what is yet to be told: that a list ends.</summary>
    private const int Close = -1;

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

    /// <summary>The messages in the order of the response. Without recursion: threads may be of any depth.</summary>
    public ThreadStep[] Outline()
    {
        // thread-data = "THREAD" [SP 1*thread-list]; thread-list = "(" (thread-members / thread-nested) ")"
        // thread-members = nz-number *(SP nz-number) [SP thread-nested]; thread-nested = 2*thread-list; RFC 5256 section 5
        var steps = new ThreadStep[Messages];
        int count = 0;
        var pending = new Stack<int>();
        foreach (int root in Roots)
        {
            int opens = 1;
            for (int item = root; item >= 0;)
            {
                int child = FirstChild[item], closes = 0, next = child;
                bool isMessage = item < Messages; // a dummy has no number, and always several children
                int before = opens;
                opens = isMessage ? 0 : opens;
                if (child < 0)
                {
                    next = EndLists(pending, out closes);
                    opens = 1;
                }
                else if (NextSibling[child] >= 0)
                {
                    pending.Push(Close);
                    pending.Push(NextSibling[child]);
                    opens++;
                }
                if (isMessage)
                {
                    steps[count++] = new ThreadStep(item, closes << 2 | before);
                }
                item = next;
            }
        }
        return steps;
    }

    // Ends the list of a leaf, and the lists that end with it; the first of the next list, or -1 at the end of the thread.
    private int EndLists(Stack<int> pending, out int closes)
    {
        closes = 1;
        while (pending.TryPop(out int next))
        {
            if (next != Close)
            {
                if (NextSibling[next] >= 0)
                {
                    pending.Push(NextSibling[next]);
                }
                return next;
            }
            closes++;
        }
        return -1;
    }
}
