using System.Numerics;

namespace Port143.Storage;

/// <summary>A set of contents of one account, a bit for each number.</summary>
public sealed class ContentSet
{
    /// <summary>No contents.</summary>
    public static readonly ContentSet Empty = new(-1);

    private readonly ulong[] _words;

    /// <summary>An empty set with room for numbers from 0 up to <paramref name="highest"/>.</summary>
    internal ContentSet(long highest) => _words = new ulong[checked((int)((highest + 64) / 64))];

    /// <summary>How many contents there are in it.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (ulong word in _words)
            {
                count += BitOperations.PopCount(word);
            }
            return count;
        }
    }

    /// <summary>Whether a content is in it; any number may be asked.</summary>
    public bool Contains(long content)
    {
        ulong word = (ulong)content >> 6;
        return word < (ulong)_words.Length && (_words[word] >> (int)(content & 63) & 1) != 0;
    }

    /// <summary>The numbers in ascending order.</summary>
    public long[] ToArray()
    {
        long[] all = new long[Count];
        int at = 0;
        for (int i = 0; i < _words.Length; i++)
        {
            for (ulong rest = _words[i]; rest != 0; rest &= rest - 1)
            {
                all[at++] = i * 64L + BitOperations.TrailingZeroCount(rest);
            }
        }
        return all;
    }

    internal void Add(long content) => _words[content >> 6] |= 1UL << (int)(content & 63);

    /// <summary>Adds <paramref name="first"/> plus the place of each bit that is set.</summary>
    internal void AddBits(long first, ReadOnlySpan<byte> bits)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i] != 0)
            {
                long at = first + i * 8L;
                int shift = (int)(at & 63);
                _words[at >> 6] |= (ulong)bits[i] << shift;
                if (shift > 56 && (ulong)bits[i] >> (64 - shift) is var rest and not 0)
                {
                    _words[(at >> 6) + 1] |= rest;
                }
            }
        }
    }

    internal void UnionWith(ContentSet other)
    {
        for (int i = 0; i < other._words.Length; i++)
        {
            _words[i] |= other._words[i];
        }
    }

    internal void IntersectWith(ContentSet other)
    {
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] &= i < other._words.Length ? other._words[i] : 0;
        }
    }
}
