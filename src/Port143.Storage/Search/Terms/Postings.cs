using Port143.Storage.Digest;

namespace Port143.Storage.Search.Terms;

/// <summary>
/// Lists of contents as bytes: ascending numbers from the first content of their segment on, each as the distance from the one
/// before it (seven bits a byte, low ones first), or a bit for each number where that is shorter.
/// </summary>
internal static class Postings
{
    /// <summary>Writes a list and returns whether it was written as bits.</summary>
    public static bool Write(ReadOnlySpan<int> places, ByteSink sink)
    {
        int start = sink.Length, last = 0;
        int bits = places.IsEmpty ? 0 : places[^1] / 8 + 1;
        foreach (int place in places)
        {
            WriteNumber((uint)(place - last), sink);
            last = place;
        }
        if (sink.Length - start <= bits)
        {
            return false;
        }
        sink.Truncate(start);
        Span<byte> map = sink.Reserve(bits)[..bits];
        map.Clear();
        foreach (int place in places)
        {
            map[place >> 3] |= (byte)(1 << (place & 7));
        }
        sink.Advance(bits);
        return true;
    }

    /// <summary>A list as numbers, never as bits.</summary>
    public static byte[] ToBytes(IReadOnlyList<int> places)
    {
        using var sink = new ByteSink();
        int last = 0;
        foreach (int place in places)
        {
            WriteNumber((uint)(place - last), sink);
            last = place;
        }
        return sink.ToArray();
    }

    /// <summary>Adds a list to a set.</summary>
    public static void AddTo(ContentSet set, long first, ReadOnlySpan<byte> list, bool isBits)
    {
        if (isBits)
        {
            set.AddBits(first, list);
            return;
        }
        long at = first;
        for (int i = 0; i < list.Length;)
        {
            at += ReadNumber(list, ref i);
            set.Add(at);
        }
    }

    /// <summary>Adds the numbers of a list, moved by <paramref name="shift"/>, to others.</summary>
    public static void AddTo(List<int> places, int shift, ReadOnlySpan<byte> list, bool isBits)
    {
        if (isBits)
        {
            for (int i = 0; i < list.Length; i++)
            {
                for (int rest = list[i]; rest != 0; rest &= rest - 1)
                {
                    places.Add(shift + i * 8 + System.Numerics.BitOperations.TrailingZeroCount(rest));
                }
            }
            return;
        }
        int at = shift;
        for (int i = 0; i < list.Length;)
        {
            at += (int)ReadNumber(list, ref i);
            places.Add(at);
        }
    }

    public static void WriteNumber(uint number, ByteSink sink)
    {
        for (; number >= 0x80; number >>= 7)
        {
            sink.Add((byte)(number | 0x80));
        }
        sink.Add((byte)number);
    }

    public static uint ReadNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            number |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return number;
            }
        }
    }
}
