using Port143.Mail;

namespace Port143.Storage.Index;

/// <summary>Some neighbouring rows of a mailbox as columns, in UID order. Valid during one visit (<see cref="IColumnVisitor"/>).</summary>
public readonly ref struct RowColumns
{
    /// <summary>The UIDs.</summary>
    public required ReadOnlySpan<uint> Uids { get; init; }

    /// <summary>The MODSEQs.</summary>
    public required ReadOnlySpan<long> ModSeqs { get; init; }

    /// <summary>The flags.</summary>
    public required ReadOnlySpan<FlagSet> Flags { get; init; }

    /// <summary>The internal dates.</summary>
    public required ReadOnlySpan<InternalDate> Dates { get; init; }

    /// <summary>The save dates, seconds since 1970 UTC.</summary>
    public required ReadOnlySpan<long> Saved { get; init; }

    /// <summary>RFC822.SIZE, octets.</summary>
    public required ReadOnlySpan<uint> Sizes { get; init; }

    /// <summary>The numbers of the contents.</summary>
    public required ReadOnlySpan<long> Contents { get; init; }

    /// <summary>How many rows there are.</summary>
    public int Count => Uids.Length;

    /// <summary>One row.</summary>
    public MessageRow this[int row] =>
        new(Uids[row], ModSeqs[row], Flags[row], Dates[row], Saved[row], Sizes[row], Contents[row]);
}
