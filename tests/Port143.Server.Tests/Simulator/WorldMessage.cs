namespace Port143.Server.Tests.Simulator;

/// <summary>A message as it must be.</summary>
internal sealed class WorldMessage
{
    private readonly int[] _settled = [.. Enumerable.Repeat(-1, World.Viewers)];
    private readonly long[] _noticed = new long[World.Viewers];
    private readonly long[] _marked = new long[World.Viewers];

    // One bit for each viewer who has \Seen of his own.
    private int _seenBy;
    private int _settledSeenBy;
    private int _settledFlags = -1;

    public required WorldMailbox Mailbox { get; init; }

    public required uint Uid { get; init; }

    public required WorldContent Content { get; init; }

    public required string Date { get; init; }

    /// <summary>The flags as the owner sees them.</summary>
    public int Flags { get; set; }

    /// <summary>The MODSEQ as the owner sees it.</summary>
    public long ModSeq { get; private set; }

    public bool IsGone { get; set; }

    public int FlagsOf(int viewer) =>
        Mailbox.IsPrivate(viewer) ? Flags & ~World.Seen | ((_seenBy >> viewer & 1) != 0 ? World.Seen : 0) : Flags;

    /// <summary>A viewer changes the flags that he sees.</summary>
    public void SetFlags(int viewer, int flags)
    {
        if (!Mailbox.IsPrivate(viewer))
        {
            Flags = flags;
            return;
        }
        Flags = flags & ~World.Seen | Flags & World.Seen;
        SetSeenBy(viewer, (flags & World.Seen) != 0);
    }

    public void SetSeenBy(int viewer, bool seen) => _seenBy = _seenBy & ~(1 << viewer) | (seen ? 1 << viewer : 0);

    /// <summary>It is another <c>\Seen</c> that a viewer sees; no log tells that, so any MODSEQ until now is right.</summary>
    public void Reconsider(int viewer) => (_settled[viewer], _noticed[viewer]) = (FlagsOf(viewer), 0);

    /// <summary>
    /// Whether a viewer may be told this MODSEQ. What only others notice, the owner's <c>\Seen</c>, may move it for a viewer who
    /// has his own, or may not.
    /// </summary>
    public bool HasModSeq(int viewer, long value) =>
        Mailbox.IsPrivate(viewer) ? value >= _noticed[viewer] && value <= Math.Max(ModSeq, _marked[viewer]) : value == ModSeq;

    /// <summary>The step is over: what changed has this MODSEQ.</summary>
    public void Settle(long modSeq)
    {
        if (_settledFlags != Flags)
        {
            (_settledFlags, ModSeq) = (Flags, modSeq);
        }
        for (int viewer = 0; viewer < World.Viewers; viewer++)
        {
            if (((_seenBy ^ _settledSeenBy) >> viewer & 1) != 0)
            {
                _marked[viewer] = modSeq;
            }
            if (IsNewsFor(viewer))
            {
                (_settled[viewer], _noticed[viewer]) = (FlagsOf(viewer), modSeq);
            }
        }
        _settledSeenBy = _seenBy;
    }

    /// <summary>Whether this step changed what a viewer sees of it.</summary>
    public bool IsNewsFor(int viewer) => _settled[viewer] != FlagsOf(viewer);
}
