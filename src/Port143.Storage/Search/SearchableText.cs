using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Search;

/// <summary>
/// The text of a message that <see cref="TextMatcher"/> looks through, for an index: whatever the matcher finds in a
/// message is a substring of this, up to the limit.
/// </summary>
public static class SearchableText
{
    /// <summary>The header, decoded and folded, one field a line.</summary>
    public static string OfHeader(ReadOnlySpan<byte> headerBlock)
    {
        var text = new StringBuilder(headerBlock.Length);
        AddHeader(headerBlock, text);
        return TextFolding.Fold(text.ToString());
    }

    /// <summary>The header and every text of the body, decoded and folded.</summary>
    /// <param name="message">The message.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="limit">The most characters wanted; the rest is left out.</param>
    /// <param name="complete">Whether nothing was left out.</param>
    /// <param name="withHeader">Whether the header of the message itself is wanted.</param>
    public static string OfMessage(ReadOnlySpan<byte> message, PartTable parts, int limit, out bool complete, bool withHeader = true)
    {
        var text = new StringBuilder(Math.Min(message.Length, limit));
        complete = true;
        for (int i = 0; i < parts.Count; i++)
        {
            if (text.Length > limit)
            {
                complete = false;
                break;
            }
            ref readonly MessagePart part = ref parts[i];
            if ((part.Kinds & PartKinds.Root) != 0 && (withHeader || i > 0))
            {
                AddHeader(message.Slice(part.HeaderOffset, part.HeaderLength), text);
            }
            if (part.IsSearchable)
            {
                // An encoded byte makes at most one character, and a character takes at most twelve encoded bytes.
                int most = (int)Math.Min(part.BodyLength, limit * 12L);
                complete &= most == part.BodyLength;
                ReadOnlySpan<byte> body = message.Slice(part.BodyOffset, most);
                text.Append(TextDecoder.Decode(body, part.Encoding, part.Charset, most < part.BodyLength)).Append('\n');
            }
        }
        if (text.Length > limit)
        {
            text.Length = limit;
            complete = false;
        }
        return TextFolding.Fold(text.ToString());
    }

    private static void AddHeader(ReadOnlySpan<byte> header, StringBuilder text)
    {
        foreach (HeaderField field in HeaderFields.Enumerate(header))
        {
            text.Append(HeaderDecoder.Decode(field.Bytes)).Append('\n');
        }
    }
}
