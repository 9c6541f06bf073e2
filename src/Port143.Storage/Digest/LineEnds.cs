using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Port143.Storage.Digest;

/// <summary>
/// The places behind the line feeds of some bytes, one after the other. Looks at 64 bytes at a time: lines of headers are so
/// short that to search each anew costs more than the search itself. Inlined: a call for each line is a tenth of a FETCH of a few fields.
/// </summary>
internal ref struct LineEnds(ReadOnlySpan<byte> bytes)
{
    private const int Block = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _feeds; // of the block before _next, those that were not told yet
    private int _next;

    /// <summary>The place behind the next line feed; the length of the bytes when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        while (_feeds == 0)
        {
            if (_next >= _bytes.Length)
            {
                return _bytes.Length;
            }
            _feeds = _bytes.Length - _next >= Block ? Whole(_bytes.Slice(_next, Block)) : Rest(_bytes, _next);
            _next += Block;
        }
        int place = BitOperations.TrailingZeroCount(_feeds);
        _feeds &= _feeds - 1;
        return _next - Block + place + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Whole(ReadOnlySpan<byte> block)
    {
        ref byte first = ref MemoryMarshal.GetReference(block);
        return Quarter(ref first, 0) | Quarter(ref first, 16) << 16 | Quarter(ref first, 32) << 32 | Quarter(ref first, 48) << 48;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Quarter(ref byte first, nuint at) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref first, at), Vector128.Create((byte)'\n')).ExtractMostSignificantBits();

    private static ulong Rest(ReadOnlySpan<byte> bytes, int from)
    {
        int count = bytes.Length - from;
        if (bytes.Length >= Block)
        {
            return Whole(bytes[^Block..]) >> (Block - count);
        }
        ulong feeds = 0;
        for (int i = 0; i < count; i++)
        {
            feeds |= bytes[from + i] == '\n' ? 1UL << i : 0;
        }
        return feeds;
    }
}
