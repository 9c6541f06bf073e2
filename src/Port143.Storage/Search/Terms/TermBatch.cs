using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Search.Terms;

/// <summary>
/// Gathers the terms of contents, in ascending order of their numbers, for a new segment of the index. Says the same about a message
/// as <see cref="TextMatcher"/> does: each field of a header and each text of a body is decoded and folded as it is compared.
/// </summary>
internal sealed class TermBatch
{
    /// <summary>Another term costs space; what has more is mostly not language. It is looked at by every search.</summary>
    private const int MostTermsOfMessage = 50_000;

    /// <summary>Larger texts are not cut into terms: a message that has one is looked at by every search.</summary>
    private const int LargestText = 16 * 1024 * 1024;

    private static readonly TextFields[] AllFields = Enum.GetValues<TextFields>()[1..];

    private readonly Dictionary<string, PlaceList>[] _fields;
    private readonly Dictionary<string, PlaceList>.AlternateLookup<ReadOnlySpan<char>>[] _lookups;
    private readonly List<int> _cut = [];
    private long _first = -1;
    private int _place;
    private int _termsOfMessage;

    /// <summary>An empty batch.</summary>
    public TermBatch()
    {
        _fields = [.. AllFields.Select(_ => new Dictionary<string, PlaceList>(StringComparer.Ordinal))];
        _lookups = [.. _fields.Select(f => f.GetAlternateLookup<ReadOnlySpan<char>>())];
    }

    /// <summary>The first content.</summary>
    public long First => _first;

    /// <summary>The last content.</summary>
    public long Last => _first + _place;

    /// <summary>How many contents there are in it.</summary>
    public int Count { get; private set; }

    /// <summary>How many characters of text were cut into terms.</summary>
    public long Characters { get; private set; }

    /// <summary>Adds a content.</summary>
    public void Add(long content, ReadOnlySpan<byte> message, PartTable parts)
    {
        _first = _first < 0 ? content : _first;
        _place = checked((int)(content - _first));
        _termsOfMessage = 0;
        Count++;
        bool isWhole = true;
        for (int i = 0; i < parts.Count; i++)
        {
            ref readonly MessagePart part = ref parts[i];
            if ((part.Kinds & PartKinds.Root) != 0)
            {
                AddHeader(message.Slice(part.HeaderOffset, part.HeaderLength), isOfMessage: i == 0);
            }
            if (part.IsSearchable)
            {
                if (part.BodyLength > LargestText)
                {
                    isWhole = false;
                    continue;
                }
                AddText(TextFields.Body, TextDecoder.Decode(
                    message.Slice(part.BodyOffset, part.BodyLength), part.Encoding, part.Charset, cut: false));
            }
        }
        if (!isWhole || _termsOfMessage > MostTermsOfMessage)
        {
            _cut.Add(_place);
        }
    }

    /// <summary>The segment of all that was added.</summary>
    public TermSegment Build()
    {
        var blocks = new List<TermBlock>();
        using (var writer = new TermBlockWriter(blocks.Add))
        {
            for (int i = 0; i < AllFields.Length; i++)
            {
                var terms = new List<(byte[] Term, PlaceList Places)>(_fields[i].Count);
                foreach ((string term, PlaceList places) in _fields[i])
                {
                    terms.Add((Encoding.UTF8.GetBytes(term), places));
                }
                terms.Sort(static (a, b) => a.Term.AsSpan().SequenceCompareTo(b.Term));
                Write(writer, AllFields[i], terms);
            }
            writer.Flush();
        }
        return new TermSegment(_first, Last, Count, Postings.ToBytes(_cut), blocks);
    }

    // Terms that differ only in halves of surrogate pairs have the same bytes.
    private static void Write(TermBlockWriter writer, TextFields field, List<(byte[] Term, PlaceList Places)> terms)
    {
        for (int i = 0; i < terms.Count; i++)
        {
            ReadOnlySpan<int> places = terms[i].Places.Span;
            int same = i;
            while (same + 1 < terms.Count && terms[same + 1].Term.AsSpan().SequenceEqual(terms[i].Term))
            {
                same++;
            }
            if (same > i)
            {
                var all = new SortedSet<int>();
                for (; i <= same; i++)
                {
                    all.UnionWith(terms[i].Places.Span.ToArray());
                }
                i = same;
                places = all.ToArray();
            }
            writer.Add(field, terms[i].Term, places);
        }
    }

    private void AddHeader(ReadOnlySpan<byte> header, bool isOfMessage)
    {
        foreach (HeaderField field in HeaderFields.Enumerate(header))
        {
            AddText(isOfMessage ? TextFields.Header : TextFields.Body, HeaderDecoder.Decode(field.Bytes));
            if (isOfMessage && FieldOf(field) is var named and not TextFields.None)
            {
                AddText(named, HeaderDecoder.Decode(field.Value));
            }
        }
    }

    private static TextFields FieldOf(in HeaderField field) =>
        field.Is("Subject"u8) ? TextFields.Subject
        : field.Is("From"u8) ? TextFields.From
        : field.Is("To"u8) ? TextFields.To
        : field.Is("Cc"u8) ? TextFields.Cc
        : field.Is("Bcc"u8) ? TextFields.Bcc
        : TextFields.None;

    private void AddText(TextFields field, string text)
    {
        Characters += text.Length;
        int number = System.Numerics.BitOperations.TrailingZeroCount((int)field);
        var terms = new TermSplitter(TextFolding.Fold(text));
        while (terms.MoveNext() && _termsOfMessage <= MostTermsOfMessage)
        {
            if (!_lookups[number].TryGetValue(terms.Current, out PlaceList? places))
            {
                _lookups[number][terms.Current] = places = new PlaceList();
            }
            _termsOfMessage += places.Add(_place) ? 1 : 0;
        }
    }
}
