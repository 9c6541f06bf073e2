namespace Port143.Server.Tests.Simulator;

/// <summary>What a client knows of one sequence number.</summary>
internal sealed class Slot
{
    /// <summary>0 until it was told.</summary>
    public uint Uid { get; set; }

    /// <summary>-1 until they were told.</summary>
    public int Flags { get; set; } = -1;

    /// <summary>0 until it was told.</summary>
    public long ModSeq { get; set; }

    /// <summary>Which message it must be.</summary>
    public WorldMessage? Truth { get; set; }
}
