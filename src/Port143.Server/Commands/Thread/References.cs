using Port143.Storage.Sorting;

namespace Port143.Server.Commands.Thread;

/// <summary>
/// Steps 4 to 6 of REFERENCES (RFC 5256 section 3); and REFS, which leaves the subjects alone and sorts the threads by their
/// latest message.
/// </summary>
internal static class References
{
    /// <param name="input">The messages.</param>
    /// <param name="mergeSubjects">REFERENCES; if not, REFS.</param>
    public static ThreadForest Thread(ThreadInput input, bool mergeSubjects)
    {
        int[] tops = new ReferenceLinks(input).Tops(out int dummies);
        int[] order = input.BySentDate();
        if (!mergeSubjects)
        {
            return ByLatest(input, tops, ThreadForest.Build(order, tops, dummies));
        }
        dummies = MergeSubjects(input, order, tops, dummies);
        return ThreadForest.Build(order, tops, dummies);
    }

    // Step 5. Changes the parents of what was at the top; returns how many dummies there are then.
    private static int MergeSubjects(ThreadInput input, int[] order, int[] parents, int dummies)
    {
        int messages = parents.Length;
        int[] subjects = input.SubjectsAndReplies();
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
        var table = new int[input.Subjects]; // by subject, the thread that has it
        Array.Fill(table, -1);
        foreach ((int item, int first) in threads)
        {
            ref int held = ref table[subjects[first] >> 1];
            if (held < 0 || held < messages && (item >= messages || IsReply(held) && !IsReply(item)))
            {
                held = item;
            }
        }
        var movedTo = new int[dummies]; // by dummy that is gone, the dummy that has its children
        foreach ((int item, int first) in threads)
        {
            int subject = subjects[first] >> 1, held = table[subject];
            if (subject == 0 || held == item)
            {
                continue;
            }
            if (item >= messages)
            {
                movedTo[item - messages] = held; // the table prefers dummies: this is one
            }
            else if (held >= messages || IsReply(item) && !IsReply(held))
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

        bool IsReply(int message) => (subjects[message] & 1) != 0;
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
            latest[root] = Math.Max(latest[root], input.Row(message).Arrived);
        }
        int[] sorted = [.. forest.Roots];
        RadixSort.Sort(sorted, latest, reverse: false);
        return forest with { Roots = sorted };
    }
}
