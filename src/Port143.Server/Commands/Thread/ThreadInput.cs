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

    /// <summary>The messages as a set: what was found but for those that were expunged before the column was read.</summary>
    public UidSet Messages
    {
        get
        {
            if (_places.Length == found.UidCount)
            {
                return found;
            }
            var uids = new UidSetBuilder();
            foreach (int place in _places)
            {
                uids.Add(column.Uids[place]);
            }
            return uids.Build();
        }
    }

    public ref readonly ThreadRow Row(int message) => ref column.Row(_places[message]);

    /// <summary>The numbers of the ids that a message refers to, the oldest first.</summary>
    public ReadOnlySpan<int> References(int message) => column.References(_places[message]);

    /// <summary>By message, twice the number of its base subject, and one more where it says that it is a reply or a forward.</summary>
    public int[] SubjectsAndReplies()
    {
        var subjects = new int[Count];
        for (int i = 0; i < subjects.Length; i++)
        {
            ref readonly ThreadRow row = ref Row(i);
            subjects[i] = row.Subject << 1 | (row.IsReplyOrForward ? 1 : 0);
        }
        return subjects;
    }

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
