namespace Port143.Protocol.Imap.Commands;

/// <summary>PARTIAL: which of the results are wanted (RFC 9394 section 4, <c>partial-range</c>; RFC 5267 section 5).</summary>
/// <param name="First">One end of the range as sent, from 1; <c>500:400</c> means the same as <c>400:500</c>.</param>
/// <param name="Last">The other end.</param>
/// <param name="FromEnd">Whether the client counted from the last result: <c>-1:-100</c>.</param>
public readonly record struct PartialResults(uint First, uint Last, bool FromEnd)
{
    /// <summary>The places of a list that the range covers, from 0 and the end excluded; empty where there are none.</summary>
    /// <param name="count">How many results there are.</param>
    public (long Start, long End) Of(long count)
    {
        long low = Math.Min(First, Last), high = Math.Min(Math.Max(First, Last), count);
        return low > high ? (0, 0) : FromEnd ? (count - high, count - low + 1) : (low - 1, high);
    }

    /// <summary>The range as on the wire; one counted from the first result begins with the lower end.</summary>
    public override string ToString() => FromEnd ? $"-{First}:-{Last}" : $"{Math.Min(First, Last)}:{Math.Max(First, Last)}";
}
