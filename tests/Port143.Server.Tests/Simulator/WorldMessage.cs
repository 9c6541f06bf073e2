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

    /// <summary>The flags through the eyes of the owner, or of a viewer who has <c>\Seen</c> of his own.</summary>
    public int FlagsOf(int eyes) =>
        eyes == World.Owner ? Flags : Flags & ~World.Seen | ((_seenBy >> eyes & 1) != 0 ? World.Seen : 0);

    /// <summary>Whoever sees with these eyes changes the flags that he sees.</summary>
    public void SetFlags(int eyes, int flags)
    {
        if (eyes == World.Owner)
        {
            Flags = flags;
            return;
        }
        Flags = flags & ~World.Seen | Flags & World.Seen;
        SetSeenBy(eyes, (flags & World.Seen) != 0);
    }

    public void SetSeenBy(int viewer, bool seen) => _seenBy = _seenBy & ~(1 << viewer) | (seen ? 1 << viewer : 0);

    /// <summary>
    /// Whether somebody may be told this MODSEQ. What only others notice, the owner's <c>\Seen</c>, may move it for a viewer who
    /// has his own, or may not.
    /// </summary>
    public bool HasModSeq(int eyes, long value) =>
        eyes == World.Owner ? value == ModSeq : value >= _noticed[eyes] && value <= Math.Max(ModSeq, _marked[eyes]);

    /// <summary>The step is over: what changed has this MODSEQ.</summary>
    public void Settle(long modSeq)
    {
        if (_settledFlags != Flags)
        {
            (_settledFlags, ModSeq) = (Flags, modSeq);
        }
        for (int eyes = 0; eyes < World.Viewers; eyes++)
        {
            if (((_seenBy ^ _settledSeenBy) >> eyes & 1) != 0)
            {
                _marked[eyes] = modSeq;
            }
            if (IsNewsFor(eyes))
            {
                (_settled[eyes], _noticed[eyes]) = (FlagsOf(eyes), modSeq);
            }
        }
        _settledSeenBy = _seenBy;
    }

    /// <summary>Whether this step changed what is seen of it with these eyes.</summary>
    public bool IsNewsFor(int eyes) => _settled[eyes] != FlagsOf(eyes);
}
