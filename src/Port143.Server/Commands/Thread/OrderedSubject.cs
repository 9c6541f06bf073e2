namespace Port143.Server.Commands.Thread;

/// <summary>ORDEREDSUBJECT (RFC 5256 section 3): the first message of a subject is the parent of all others.</summary>
internal static class OrderedSubject
{
    public static ThreadForest Thread(ThreadInput input)
    {
        int[] order = input.BySentDate();
        var parents = new int[input.Count];
        var heads = new Dictionary<int, int>();
        foreach (int message in order)
        {
            parents[message] = heads.TryAdd(input.Subjects[message], message) ? -1 : heads[input.Subjects[message]];
        }
        return ThreadForest.Build(order, parents, dummies: 0);
    }
}
