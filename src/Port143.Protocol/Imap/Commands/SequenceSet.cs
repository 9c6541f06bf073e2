using Port143.Mail;

namespace Port143.Protocol.Imap.Commands;

/// <summary>
/// The messages that a command names (RFC 9051 section 9, <c>sequence-set</c>): sequence numbers or UIDs, with <c>*</c> kept
/// as a symbol until <see cref="Resolve"/>; or <c>$</c>, the saved result of a search (RFC 5182).
/// </summary>
public sealed class SequenceSet
{
    /// <summary><c>$</c>: the saved result.</summary>
    public static readonly SequenceSet SavedResult = new([], isSavedResult: true);

    /// <summary><c>1:*</c>.</summary>
    public static readonly SequenceSet Everything = Of(new SequenceRange(1, SequenceRange.Star));

    private readonly SequenceRange[] _ranges;

    private SequenceSet(SequenceRange[] ranges, bool isSavedResult)
    {
        _ranges = ranges;
        IsSavedResult = isSavedResult;
    }

    /// <summary>Whether this is <c>$</c>; it then has no ranges of its own.</summary>
    public bool IsSavedResult { get; }

    /// <summary>Whether <c>*</c> stands in it.</summary>
    public bool HasStar
    {
        get
        {
            foreach (SequenceRange range in _ranges)
            {
                if (range.First == SequenceRange.Star || range.Last == SequenceRange.Star)
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>The ranges in the order and form sent.</summary>
    public ReadOnlySpan<SequenceRange> Ranges => _ranges;

    /// <summary>A set of one or more ranges.</summary>
    public static SequenceSet Of(params ReadOnlySpan<SequenceRange> ranges) => new(ranges.ToArray(), isSavedResult: false);

    /// <summary>
    /// The numbers as a set, with <paramref name="max"/> for <c>*</c>. Works on intervals: <c>1:4294967295</c> costs
    /// nothing. When <paramref name="max"/> is 0 there is no message, and a range with <c>*</c> gives nothing. Of
    /// <c>$</c> the result is empty: the session knows what was saved.
    /// </summary>
    /// <param name="max">The highest number in use: the count of messages, or the highest UID.</param>
    public UidSet Resolve(uint max)
    {
        var builder = new UidSetBuilder();
        foreach (SequenceRange range in _ranges)
        {
            uint first = range.First == SequenceRange.Star ? max : range.First;
            uint last = range.Last == SequenceRange.Star ? max : range.Last;
            if (first != 0 && last != 0)
            {
                builder.Add(first, last);
            }
        }
        return builder.IsEmpty ? UidSet.Empty : builder.Build();
    }

    /// <summary>The set as on the wire.</summary>
    public override string ToString() => IsSavedResult
        ? "$"
        : string.Join(',', _ranges.Select(r => r.First == r.Last ? Number(r.First) : $"{Number(r.First)}:{Number(r.Last)}"));

    private static string Number(uint number) => number == SequenceRange.Star ? "*" : number.ToString();
}
