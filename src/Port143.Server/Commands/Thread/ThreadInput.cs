using Port143.Mail;
using Port143.Storage.Sorting;
using Port143.Storage.Threading;

namespace Port143.Server.Commands.Thread;

/// <summary>The messages to be threaded, by their place among those found.</summary>
internal sealed class ThreadInput(ThreadColumn column, UidSet found)
{
    private readonly int[] _places = column.PlacesOf(found);

    /// <summary>How many messages there are.</summary>
    public int Count => _places.Length;

    /// <summary>How many message ids there are numbers for.</summary>
    public int Ids => column.Ids;

    /// <summary>How many base subjects there are numbers for; 0 is the empty one.</summary>
    public int Subjects => column.Subjects;

    public uint Uid(int message) => column.Uids[_places[message]];

    public ref readonly ThreadRow Row(int message) => ref column.Row(_places[message]);

    /// <summary>The numbers of the ids that a message refers to, the oldest first.</summary>
    public ReadOnlySpan<int> References(int message) => column.References(_places[message]);

    /// <summary>The messages by sent date; those of one second in the order of the mailbox.</summary>
    public int[] BySentDate()
    {
        var order = new int[Count];
        var keys = new long[Count];
        for (int i = 0; i < order.Length; i++)
        {
            (order[i], keys[i]) = (i, Row(i).Sent);
        }
        RadixSort.Sort(order, keys, reverse: false);
        return order;
    }
}
