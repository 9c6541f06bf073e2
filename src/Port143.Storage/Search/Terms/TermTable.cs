using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Port143.Storage.Search.Terms;

/// <summary>
/// Terms as UTF-8, and the contents that each is in: a hash table whose terms lie one behind the other, as an object for each of some
/// hundred thousand costs more than looking them up.
/// </summary>
internal sealed class TermTable
{
    private const int FirstPlaces = 4;
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    // Not to be known from outside: who could choose terms that collide would make indexing slow.
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private int[] _buckets = new int[256]; // the number of the entry that was added last, from 1 on
    private Entry[] _entries = new Entry[256];
    private byte[] _terms = new byte[2048];
    private int _length;

    /// <summary>How many terms there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a place of a term, which is not below the last one; false when it is the last one already.</summary>
    public bool Add(ReadOnlySpan<byte> term, int place)
    {
        ulong hash = Hash(term);
        for (int at = _buckets[hash & (uint)(_buckets.Length - 1)]; at != 0;)
        {
            ref Entry entry = ref _entries[at - 1];
            if (entry.Hash == hash && term.SequenceEqual(_terms.AsSpan(entry.Start, entry.Length)))
            {
                return entry.Add(place);
            }
            at = entry.Next;
        }
        AddEntry(term, hash, place);
        return true;
    }

    /// <summary>The numbers of all terms, in the order of their bytes.</summary>
    public int[] Sort()
    {
        // By their first bytes as one number, and then those that share them.
        ulong[] heads = new ulong[Count];
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            heads[i] = Head(Term(i));
        }
        heads.AsSpan().Sort(order.AsSpan());
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && heads[end] == heads[start])
            {
                end++;
            }
            if (end - start > 1)
            {
                order.AsSpan(start, end - start).Sort((a, b) => Term(a).SequenceCompareTo(Term(b)));
            }
        }
        return order;
    }

    /// <summary>A term by its number.</summary>
    public ReadOnlySpan<byte> Term(int number) => _terms.AsSpan(_entries[number].Start, _entries[number].Length);

    /// <summary>The places of a term, ascending.</summary>
    public ReadOnlySpan<int> Places(int number)
    {
        ref Entry entry = ref _entries[number];
        return entry.Places is { } places ? places.AsSpan(0, entry.Count) : MemoryMarshal.CreateReadOnlySpan(ref entry.Last, 1);
    }

    private void AddEntry(ReadOnlySpan<byte> term, ulong hash, int place)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }
        if (_length + term.Length > _terms.Length)
        {
            Array.Resize(ref _terms, Math.Max(_terms.Length * 2, _length + term.Length));
        }
        term.CopyTo(_terms.AsSpan(_length));
        ref int bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _entries[Count++] = new Entry { Hash = hash, Start = _length, Length = term.Length, Next = bucket, Last = place, Count = 1 };
        bucket = Count;
        _length += term.Length;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _buckets = new int[Count * 2];
        for (int i = 0; i < Count; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & (uint)(_buckets.Length - 1)];
            _entries[i].Next = bucket;
            bucket = i + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> term)
    {
        ulong hash = Seed ^ (uint)term.Length;
        for (; term.Length > sizeof(ulong); term = term[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(term));
        }
        return Mix(hash ^ Head(term));
    }

    private static ulong Mix(ulong hash)
    {
        ulong high = Math.BigMul(hash, Factor, out ulong low);
        return high ^ low ^ Seed;
    }

    // The first eight bytes, the first one highest; zeros behind a shorter one.
    private static ulong Head(ReadOnlySpan<byte> term)
    {
        if (term.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(term);
        }
        ulong head = 0;
        for (int i = 0; i < term.Length; i++)
        {
            head |= (ulong)term[i] << (56 - 8 * i);
        }
        return head;
    }

    private struct Entry
    {
        public ulong Hash;
        public int Start;
        public int Length;
        public int Next;
        public int Last;
        public int Count;
        public int[]? Places; // null while there is one: Last

        public bool Add(int place)
        {
            if (Last == place)
            {
                return false;
            }
            if (Places is null)
            {
                Places = new int[FirstPlaces];
                Places[0] = Last;
            }
            else if (Count == Places.Length)
            {
                Array.Resize(ref Places, Count * 2);
            }
            Places[Count++] = Last = place;
            return true;
        }
    }
}
