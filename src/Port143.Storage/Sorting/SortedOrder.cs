using Port143.Mail;

namespace Port143.Storage.Sorting;

/// <summary>Messages in the order that a SORT asked for.</summary>
/// <param name="Messages">Which messages.</param>
/// <param name="By">The columns that decide, the most important first. Columns never change: the same ones sort in the same way.</param>
/// <param name="Uids">The messages in that order.</param>
internal sealed record SortedOrder(UidSet Messages, IReadOnlyList<(SortColumn Column, bool Reverse)> By, uint[] Uids)
{
    /// <summary>Whether these messages were sorted by these columns.</summary>
    public bool Is(UidSet messages, List<(SortColumn Column, bool Reverse)> by)
    {
        if (by.Count != By.Count || Uids.Length != messages.UidCount)
        {
            return false;
        }
        for (int i = 0; i < by.Count; i++)
        {
            if (!ReferenceEquals(by[i].Column, By[i].Column) || by[i].Reverse != By[i].Reverse)
            {
                return false;
            }
        }
        return Messages.Equals(messages);
    }
}
