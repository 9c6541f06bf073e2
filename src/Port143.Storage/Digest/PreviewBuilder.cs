namespace Port143.Storage.Digest;

/// <summary>Makes the preview (RFC 8970): the first words of the first part that has any, plain text before HTML.</summary>
internal static class PreviewBuilder
{
    private const int FirstLook = 1024;

    public static string Build(ReadOnlySpan<byte> message, PartTable parts)
    {
        int looked = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            string subtype = pass == 0 ? "plain" : "html";
            for (int i = 0; i < parts.Count && looked < DigestLimits.PreviewParts; i++)
            {
                ref readonly MessagePart part = ref parts[i];
                if (!part.IsText || part.BodyLength == 0 || part.MediaSubtype != subtype || (part.Kinds & PartKinds.Attachment) != 0)
                {
                    continue;
                }
                looked++;
                string text = OfPart(message.Slice(part.BodyOffset, part.BodyLength), part, pass == 1);
                if (text.Length > 0)
                {
                    return text;
                }
            }
        }
        return "";
    }

    private static string OfPart(ReadOnlySpan<byte> body, in MessagePart part, bool html)
    {
        Span<char> buffer = stackalloc char[DigestLimits.PreviewCharacters * 2];
        // Most previews are in the first kilobyte.
        for (int limit = FirstLook; ; limit = DigestLimits.PreviewBytes)
        {
            bool cut = body.Length > limit;
            string source = TextDecoder.Decode(cut ? body[..limit] : body, part.Encoding, part.Charset, cut);
            var preview = new PreviewText(buffer);
            if (html)
            {
                HtmlText.Write(source, ref preview);
            }
            else
            {
                WritePlain(source, false, ref preview);
                if (preview.IsEmpty)
                {
                    WritePlain(source, true, ref preview);
                }
            }
            if (preview.IsFull || !cut || limit == DigestLimits.PreviewBytes)
            {
                return preview.ToString();
            }
        }
    }

    /// <summary>Plain text; quoted lines only when there is nothing else.</summary>
    private static void WritePlain(ReadOnlySpan<char> text, bool quoted, ref PreviewText preview)
    {
        while (!text.IsEmpty && !preview.IsFull)
        {
            int end = text.IndexOf('\n');
            ReadOnlySpan<char> line = end < 0 ? text : text[..(end + 1)];
            if (quoted || line[0] != '>')
            {
                preview.Add(line);
            }
            text = text[line.Length..];
        }
    }
}
