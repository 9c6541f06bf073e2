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

    private readonly TermTable[] _fields = [.. AllFields.Select(_ => new TermTable())];
    private readonly List<int> _cut = [];
    private readonly ByteSink _decoded = new();
    private long _first = -1;
    private int _place;
    private int _termsOfMessage;

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
                AddBody(message.Slice(part.BodyOffset, part.BodyLength), part);
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
                foreach (int term in _fields[i].Sort())
                {
                    writer.Add(AllFields[i], _fields[i].Term(term), _fields[i].Places(term));
                }
            }
            writer.Flush();
        }
        return new TermSegment(_first, Last, Count, Postings.ToBytes(_cut), blocks);
    }

    private void AddHeader(ReadOnlySpan<byte> header, bool isOfMessage)
    {
        foreach (HeaderField field in HeaderFields.Enumerate(header))
        {
            AddField(isOfMessage ? TextFields.Header : TextFields.Body, field.Bytes);
            if (isOfMessage && FieldOf(field) is var named and not TextFields.None)
            {
                AddField(named, field.Value);
            }
        }
    }

    private void AddField(TextFields field, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> text = HeaderText.Trim(bytes);
        if (!Ascii.IsValid(text) || text.IndexOf("=?"u8) >= 0)
        {
            AddText(field, HeaderDecoder.Decode(bytes));
            return;
        }
        if (text.IndexOfAny("\r\n\0"u8) >= 0)
        {
            _decoded.Truncate(0);
            HeaderText.Unfold(text, _decoded);
            text = _decoded.Written;
        }
        AddAscii(field, text);
    }

    private void AddBody(ReadOnlySpan<byte> body, in MessagePart part)
    {
        ReadOnlySpan<byte> text = body;
        if (part.Encoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable or TransferEncoding.UUEncode)
        {
            _decoded.Truncate(0);
            TextDecoder.DecodeTransfer(body, part.Encoding, _decoded);
            text = _decoded.Written;
        }
        if (Charsets.ContainsAscii(part.Charset) && Ascii.IsValid(text))
        {
            AddAscii(TextFields.Body, text);
            return;
        }
        AddText(TextFields.Body, Charsets.Decode(text, part.Charset));
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
        TermTable table = TableOf(field);
        Span<byte> term = stackalloc byte[TermSplitter.Longest * 3];
        var terms = new TermSplitter(TextFolding.Fold(text));
        while (terms.MoveNext() && _termsOfMessage <= MostTermsOfMessage)
        {
            int length = Encoding.UTF8.GetBytes(terms.Current, term);
            _termsOfMessage += table.Add(term[..length], _place) ? 1 : 0;
        }
    }

    // The same for the text that most text is, without making it characters first.
    private void AddAscii(TextFields field, ReadOnlySpan<byte> text)
    {
        Characters += text.Length;
        TermTable table = TableOf(field);
        var terms = new AsciiTermSplitter(text, stackalloc byte[TermSplitter.Longest]);
        while (terms.MoveNext() && _termsOfMessage <= MostTermsOfMessage)
        {
            _termsOfMessage += table.Add(terms.Current, _place) ? 1 : 0;
        }
    }

    private TermTable TableOf(TextFields field) => _fields[System.Numerics.BitOperations.TrailingZeroCount((int)field)];
}
