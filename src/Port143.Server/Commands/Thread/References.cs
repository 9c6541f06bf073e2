namespace Port143.Server.Commands.Thread;

/// <summary>
/// Steps 4 to 6 of REFERENCES (RFC 5256 section 3); and REFS, which leaves the subjects alone and sorts the threads by their
/// latest message.
/// </summary>
internal static class References
{
    /// <param name="input">The messages.</param>
    /// <param name="tops">What <see cref="ReferenceLinks.Tops"/> gave.</param>
    /// <param name="mergeSubjects">REFERENCES; if not, REFS.</param>
    public static ThreadForest Thread(ThreadInput input, int[] tops, bool mergeSubjects)
    {
        int dummies = NumberDummies(tops);
        int[] order = input.BySentDate();
        if (!mergeSubjects)
        {
            return ByLatest(input, tops, ThreadForest.Build(order, tops, dummies));
        }
        dummies = MergeSubjects(input, order, tops, dummies);
        return ThreadForest.Build(order, tops, dummies);
    }

    // Dummies become items behind the messages.
    private static int NumberDummies(int[] tops)
    {
        var numbers = new Dictionary<int, int>();
        foreach (ref int top in tops.AsSpan())
        {
            if (top < -1)
            {
                if (!numbers.TryGetValue(top, out int number))
                {
                    numbers.Add(top, number = tops.Length + numbers.Count);
                }
                top = number;
            }
        }
        return numbers.Count;
    }

    // Step 5. Changes the parents of what was at the top; returns how many dummies there are then.
    private static int MergeSubjects(ThreadInput input, int[] order, int[] parents, int dummies)
    {
        int messages = parents.Length;
        // The threads in the order of step 4, each with the message that gives its subject.
        var threads = new List<(int Item, int First)>();
        var seen = new bool[dummies];
        foreach (int message in order)
        {
            int parent = parents[message];
            if (parent < 0)
            {
                threads.Add((message, message));
            }
            else if (parent >= messages && !seen[parent - messages])
            {
                seen[parent - messages] = true;
                threads.Add((parent, message));
            }
        }
        var table = new Dictionary<int, int>();
        foreach ((int item, int first) in threads)
        {
            int subject = input.Subjects[first];
            if (subject == 0 || table.TryAdd(subject, item))
            {
                continue;
            }
            int held = table[subject];
            if (held < messages && (item >= messages || input.IsReply[held] && !input.IsReply[item]))
            {
                table[subject] = item;
            }
        }
        var movedTo = new int[dummies]; // by dummy that is gone, the dummy that has its children
        foreach ((int item, int first) in threads)
        {
            int subject = input.Subjects[first];
            if (subject == 0 || table[subject] is var held && held == item)
            {
                continue;
            }
            if (item >= messages)
            {
                movedTo[item - messages] = held; // the table prefers dummies: this is one
            }
            else if (held >= messages || input.IsReply[item] && !input.IsReply[held])
            {
                parents[item] = held;
            }
            else
            {
                int dummy = messages + dummies++;
                parents[item] = parents[held] = dummy;
                table[subject] = dummy;
            }
        }
        foreach (ref int parent in parents.AsSpan())
        {
            if (parent >= messages && parent - messages < movedTo.Length && movedTo[parent - messages] is var target and > 0)
            {
                parent = target;
            }
        }
        return dummies;
    }

    private static ThreadForest ByLatest(ThreadInput input, int[] parents, ThreadForest forest)
    {
        // The thread of each message, found by going up once.
        var roots = new int[forest.FirstChild.Length];
        Array.Fill(roots, -1);
        var latest = new long[roots.Length];
        Array.Fill(latest, long.MinValue);
        var way = new List<int>();
        for (int message = 0; message < parents.Length; message++)
        {
            int item = message;
            while (roots[item] < 0 && item < parents.Length && parents[item] >= 0)
            {
                way.Add(item);
                item = parents[item];
            }
            int root = roots[item] < 0 ? item : roots[item];
            roots[item] = root;
            foreach (int below in way)
            {
                roots[below] = root;
            }
            way.Clear();
            latest[root] = Math.Max(latest[root], input.Arrived[message]);
        }
        return forest with { Roots = [.. forest.Roots.OrderBy(r => latest[r])] };
    }
}
