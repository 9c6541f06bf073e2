using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Port143.Mail.Unicode;

/// <summary>
/// Normalisation Form C (UAX 15). With InvariantGlobalization, which spares the server a 30 MB library,
/// <see cref="string.Normalize()"/> returns its input as it is, so that two spellings of one name would be two names.
/// </summary>
internal static class Nfc
{
    private const uint Composes = 0x8000_0000;
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int HangulCount = LeadCount * VowelCount * TrailCount;

    // Below U+0300 every character is in form C and none combines.
    private static readonly SearchValues<char> Simple =
        SearchValues.Create([.. Enumerable.Range(0, 0x300).Select(i => (char)i)]);

    // (first, second) -> composed; made when the first text needs it.
    private static readonly Lazy<FrozenDictionary<(uint, uint), uint>> Compositions = new(MakeCompositions);

    /// <summary>The text in form C. Lone surrogates become U+FFFD; callers refuse them before.</summary>
    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Simple))
        {
            return text;
        }
        var decomposed = new List<uint>(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose((uint)rune.Value, decomposed);
        }
        Order(decomposed);
        return Compose(decomposed);
    }

    // Recursion is as deep as the tables nest, which is 3.
    private static void Decompose(uint c, List<uint> to)
    {
        uint syllable = c - HangulBase;
        if (syllable < HangulCount)
        {
            to.Add(LeadBase + syllable / (VowelCount * TrailCount));
            to.Add(VowelBase + syllable % (VowelCount * TrailCount) / TrailCount);
            if (syllable % TrailCount != 0)
            {
                to.Add(TrailBase + syllable % TrailCount);
            }
            return;
        }
        int row = c < 0xC0 ? -1 : FindDecomposition(c);
        if (row < 0)
        {
            to.Add(c);
            return;
        }
        Decompose(NfcTables.Decompositions[row + 1], to);
        if (NfcTables.Decompositions[row + 2] is not 0 and uint second)
        {
            to.Add(second);
        }
    }

    // Canonical ordering: a stable insertion sort of each run of combining characters.
    private static void Order(List<uint> text)
    {
        for (int i = 1; i < text.Count; i++)
        {
            uint c = text[i];
            int cls = CombiningClass(c);
            int at = i;
            while (cls != 0 && at > 0 && CombiningClass(text[at - 1]) > cls)
            {
                text[at] = text[at - 1];
                at--;
            }
            text[at] = c;
        }
    }

    private static string Compose(List<uint> text)
    {
        int starter = -1;
        int length = 0;
        int previous = -1; // the class of the last character kept after the starter; -1 when there is none
        for (int i = 0; i < text.Count; i++)
        {
            uint c = text[i];
            int cls = CombiningClass(c);
            if (starter >= 0 && previous < cls && TryCompose(text[starter], c, out uint composed))
            {
                text[starter] = composed;
                continue;
            }
            text[length] = c;
            if (cls == 0)
            {
                starter = length;
                previous = -1;
            }
            else
            {
                previous = cls;
            }
            length++;
        }
        var result = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            result.Append(new Rune(text[i]).ToString());
        }
        return result.ToString();
    }

    private static bool TryCompose(uint first, uint second, out uint composed)
    {
        uint lead = first - LeadBase;
        uint vowel = second - VowelBase;
        if (lead < LeadCount && vowel < VowelCount)
        {
            composed = HangulBase + (lead * VowelCount + vowel) * TrailCount;
            return true;
        }
        uint syllable = first - HangulBase;
        uint trail = second - TrailBase;
        if (syllable < HangulCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
        {
            composed = first + trail;
            return true;
        }
        return Compositions.Value.TryGetValue((first, second), out composed);
    }

    private static int FindDecomposition(uint c)
    {
        ReadOnlySpan<uint> rows = NfcTables.Decompositions;
        int low = 0;
        int high = rows.Length / 3 - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            uint at = rows[middle * 3] & ~Composes;
            if (at == c)
            {
                return middle * 3;
            }
            (low, high) = at < c ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    private static int CombiningClass(uint c)
    {
        ReadOnlySpan<uint> rows = NfcTables.CombiningClasses;
        int low = 0;
        int high = c < 0x300 ? -1 : rows.Length / 3 - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (c >= rows[middle * 3] && c <= rows[middle * 3 + 1])
            {
                return (int)rows[middle * 3 + 2];
            }
            (low, high) = rows[middle * 3] < c ? (middle + 1, high) : (low, middle - 1);
        }
        return 0;
    }

    private static FrozenDictionary<(uint, uint), uint> MakeCompositions()
    {
        var pairs = new Dictionary<(uint, uint), uint>();
        ReadOnlySpan<uint> rows = NfcTables.Decompositions;
        for (int i = 0; i < rows.Length; i += 3)
        {
            if ((rows[i] & Composes) != 0)
            {
                pairs.Add((rows[i + 1], rows[i + 2]), rows[i] & ~Composes);
            }
        }
        return pairs.ToFrozenDictionary();
    }
}
