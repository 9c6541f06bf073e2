using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Search;

/// <summary>
/// Decides whether a message holds a text (RFC 9051 section 6.4.4: HEADER, BODY, TEXT and the keys for one field). Header
/// text is unfolded and its encoded-words are decoded; bodies are compared after their transfer encoding and charset are
/// undone. Case does not matter (<see cref="TextFolding"/>). Made once per search key; safe for use by many threads.
/// </summary>
public sealed class TextMatcher
{
    private readonly string _folded;
    private readonly Collation _collation;
    private readonly AsciiNeedle? _ascii;

    /// <summary>Prepares a search for a text. The empty text is in everything.</summary>
    public TextMatcher(string needle, Collation collation = Collation.UnicodeCasemap)
    {
        _collation = collation;
        _folded = TextFolding.Fold(needle, collation);
        _ascii = _folded.Length > 0 && Ascii.IsValid(_folded) ? new AsciiNeedle(_folded, exact: collation == Collation.Octet) : null;
    }

    /// <summary>Whether a text that is decoded already holds the needle.</summary>
    public bool Matches(ReadOnlySpan<char> text) =>
        _folded.Length == 0 || TextFolding.Fold(text, _collation).Contains(_folded, StringComparison.Ordinal);

    /// <summary>
    /// Whether a field with this name holds the needle. With an empty needle: whether there is such a field.
    /// </summary>
    /// <param name="headerBlock">A header, byte for byte.</param>
    /// <param name="fieldName">The name, in any case.</param>
    public bool MatchesHeaderField(ReadOnlySpan<byte> headerBlock, string fieldName)
    {
        if (fieldName.Length > 256)
        {
            return false;
        }
        Span<byte> name = stackalloc byte[768];
        name = name[..Encoding.UTF8.GetBytes(fieldName, name)];
        using var unfolded = new ByteSink();
        foreach (HeaderField field in HeaderFields.Enumerate(headerBlock))
        {
            if (field.Is(name) && MatchesHeaderText(field.Value, unfolded))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether any field of a header holds the needle, its name and colon included.</summary>
    public bool MatchesHeader(ReadOnlySpan<byte> headerBlock)
    {
        if (_folded.Length == 0)
        {
            return true;
        }
        using var unfolded = new ByteSink();
        foreach (HeaderField field in HeaderFields.Enumerate(headerBlock))
        {
            if (MatchesHeaderText(field.Bytes, unfolded))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Whether the body of a message holds the needle: one of its texts, or a header of a message inside it.
    /// </summary>
    public bool MatchesBody(ReadOnlySpan<byte> message, PartTable parts)
    {
        if (_folded.Length == 0)
        {
            return true;
        }
        for (int i = 0; i < parts.Count; i++)
        {
            ref readonly MessagePart part = ref parts[i];
            if (i > 0 && (part.Kinds & PartKinds.Root) != 0
                && MatchesHeader(message.Slice(part.HeaderOffset, part.HeaderLength)))
            {
                return true;
            }
            if (part.IsSearchable && MatchesPart(message.Slice(part.BodyOffset, part.BodyLength), part))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether the header or the body of a message holds the needle.</summary>
    public bool MatchesText(ReadOnlySpan<byte> message, PartTable parts) =>
        MatchesHeader(message[..parts[0].HeaderLength]) || MatchesBody(message, parts);

    private bool MatchesHeaderText(ReadOnlySpan<byte> text, ByteSink unfolded)
    {
        if (_folded.Length == 0)
        {
            return true;
        }
        text = HeaderText.Trim(text);
        if (!Ascii.IsValid(text) || text.IndexOf("=?"u8) >= 0)
        {
            return Matches(HeaderDecoder.Decode(text));
        }
        if (_ascii is null)
        {
            return false;
        }
        if (text.ContainsAny("\r\n\0"u8))
        {
            unfolded.Truncate(0);
            HeaderText.Unfold(text, unfolded);
            text = unfolded.Written;
        }
        return _ascii.IsIn(text);
    }

    private bool MatchesPart(ReadOnlySpan<byte> body, in MessagePart part)
    {
        if (part.Encoding is not (TransferEncoding.Base64 or TransferEncoding.QuotedPrintable or TransferEncoding.UUEncode))
        {
            return MatchesBytes(body, part.Charset);
        }
        using var decoded = new ByteSink(body.Length + 4);
        TextDecoder.DecodeTransfer(body, part.Encoding, decoded);
        return MatchesBytes(decoded.Written, part.Charset);
    }

    private bool MatchesBytes(ReadOnlySpan<byte> text, string? charset)
    {
        if (Charsets.ContainsAscii(charset))
        {
            bool ascii = Ascii.IsValid(text);
            if (_ascii is null ? ascii : !_ascii.IsIn(text))
            {
                return false;
            }
            if (ascii)
            {
                return true;
            }
            // A mark behind the last letter may make it another letter; only the decoded text can tell.
        }
        return DecodedText.Contains(text, charset, _folded, _collation);
    }
}
