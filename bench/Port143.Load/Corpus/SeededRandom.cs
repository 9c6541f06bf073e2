namespace Port143.Load.Corpus;

/// <summary>PCG32 (O'Neill 2014): the same numbers for the same seed and stream on every machine and runtime.</summary>
internal struct SeededRandom
{
    private readonly ulong _increment;
    private ulong _state;

    /// <summary>Starts a sequence. Different streams of one seed are independent.</summary>
    public SeededRandom(ulong seed, ulong stream)
    {
        _increment = stream << 1 | 1;
        _state = 0;
        NextUInt();
        _state += seed;
        NextUInt();
    }

    public uint NextUInt()
    {
        ulong old = _state;
        _state = old * 6364136223846793005UL + _increment;
        return uint.RotateRight((uint)((old >> 18 ^ old) >> 27), (int)(old >> 59));
    }

    public ulong NextULong() => (ulong)NextUInt() << 32 | NextUInt();

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Next(int limit) => (int)((ulong)NextUInt() * (ulong)limit >> 32);

    /// <summary>True once in <paramref name="n"/> times.</summary>
    public bool OneIn(int n) => Next(n) == 0;

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => NextUInt() / 4294967296.0;

    /// <summary>A number of the standard normal distribution (Box and Muller).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }
}
