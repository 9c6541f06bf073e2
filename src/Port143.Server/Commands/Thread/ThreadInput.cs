namespace Port143.Server.Commands.Thread;

/// <summary>What threading asks of the messages, by their place among those found.</summary>
internal sealed class ThreadInput(int count)
{
    /// <summary>How many messages there are.</summary>
    public int Count { get; } = count;

    /// <summary>The sent dates (RFC 5256 section 2.2), or the internal dates where there is none.</summary>
    public long[] Sent { get; } = new long[count];

    /// <summary>The internal dates.</summary>
    public long[] Arrived { get; } = new long[count];

    /// <summary>The numbers of the base subjects, equal for equal ones; 0 is the empty one.</summary>
    public int[] Subjects { get; } = new int[count];

    /// <summary>Whether the subject says reply or forward.</summary>
    public bool[] IsReply { get; } = new bool[count];

    /// <summary>The messages by sent date; those of one second in the order of the mailbox.</summary>
    public int[] BySentDate()
    {
        var order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        var keys = new (long, int)[Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (Sent[i], i);
        }
        Array.Sort(keys, order);
        return order;
    }
}
