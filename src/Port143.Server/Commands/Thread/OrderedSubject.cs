namespace Port143.Server.Commands.Thread;

/// <summary>ORDEREDSUBJECT (RFC 5256 section 3): the first message of a subject is the parent of all others.</summary>
internal static class OrderedSubject
{
    public static ThreadForest Thread(ThreadInput input)
    {
        int[] order = input.BySentDate();
        var parents = new int[input.Count];
        var heads = new int[input.Subjects];
        Array.Fill(heads, -1);
        foreach (int message in order)
        {
            ref int head = ref heads[input.Row(message).Subject];
            parents[message] = head;
            head = head < 0 ? message : head;
        }
        return ThreadForest.Build(order, parents, dummies: 0);
    }
}
