using System.Runtime.InteropServices;
using Port143.Mail;

namespace Port143.Storage;

/// <summary>
/// One change of flags over many messages, as one entry of a mailbox's log: all its messages changed, in the same way.
/// </summary>
/// <param name="ModSeq">The MODSEQ of the change.</param>
/// <param name="Uids">The messages whose flags changed; those that are gone since are passed over.</param>
/// <param name="Removed">The flags that were taken away.</param>
/// <param name="Added">The flags that were set, after that.</param>
public sealed record WideStore(long ModSeq, UidSet Uids, FlagSet Removed, FlagSet Added)
{
    /// <summary>What the change makes of a message's flags.</summary>
    public FlagSet Apply(FlagSet flags) => (flags - Removed) | Added;

    /// <summary>A row after the change; itself when it is not of the change, or is from later.</summary>
    public MessageRow Apply(in MessageRow row) =>
        row.ModSeq < ModSeq && Uids.Contains(row.Uid) ? row with { ModSeq = ModSeq, Flags = Apply(row.Flags) } : row;

    /// <summary>The same for rows in UID order.</summary>
    public void ApplyAll(List<MessageRow> rows)
    {
        Span<MessageRow> span = CollectionsMarshal.AsSpan(rows);
        int at = 0;
        foreach (UidRange range in Uids.Ranges)
        {
            at += LowerBound(span[at..], range.First);
            for (; at < span.Length && span[at].Uid <= range.Last; at++)
            {
                if (span[at].ModSeq < ModSeq)
                {
                    span[at] = span[at] with { ModSeq = ModSeq, Flags = Apply(span[at].Flags) };
                }
            }
        }
    }

    private static int LowerBound(ReadOnlySpan<MessageRow> rows, uint uid)
    {
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = rows[middle].Uid < uid ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
