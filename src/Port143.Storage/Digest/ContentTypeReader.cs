using System.Text;

namespace Port143.Storage.Digest;

/// <summary>Reads <c>type/subtype</c> (RFC 2045 section 5.1), the encoding, and whether a part is an attachment.</summary>
internal static class ContentTypeReader
{
    /// <summary>Fills in type and encoding of a part. What is missing or unreadable is text/plain (RFC 2045 section 5.2).</summary>
    public static void Classify(
        ReadOnlySpan<byte> message, ref MimeNode node, bool inDigest, out bool multipart, out bool embeds)
    {
        ByteRange type = node.Content[(int)ContentField.Type];
        if (type.Exists && TryRead(type.Of(message), out ReadOnlySpan<byte> main, out ReadOnlySpan<byte> sub))
        {
            node.MediaType = CommonNames.Lower(main);
            node.MediaSubtype = CommonNames.Lower(sub);
            node.TypeAssumed = false;
        }
        else if (inDigest)
        {
            (node.MediaType, node.MediaSubtype) = ("message", "rfc822");
        }
        ByteRange encoding = node.Content[(int)ContentField.TransferEncoding];
        if (encoding.Exists)
        {
            node.Encoding = ReadEncoding(encoding.Of(message));
        }
        ByteRange disposition = node.Content[(int)ContentField.Disposition];
        if (disposition.Exists && Ascii.EqualsIgnoreCase(HeaderText.Token(disposition.Of(message), out _), "attachment"u8))
        {
            node.Kinds |= PartKinds.Attachment;
        }
        multipart = node.MediaType == "multipart";
        embeds = node.MediaType == "message" && node.MediaSubtype is ("rfc822" or "global");
    }

    /// <summary>Splits a Content-Type; false when there is no type and subtype.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> subtype)
    {
        subtype = default;
        type = HeaderText.Token(value, out int end);
        ReadOnlySpan<byte> rest = HeaderText.SkipBlanks(value[end..]);
        if (type.IsEmpty || rest.IsEmpty || rest[0] != '/')
        {
            return false;
        }
        subtype = HeaderText.Token(rest[1..], out _);
        return !subtype.IsEmpty;
    }

    private static TransferEncoding ReadEncoding(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> token = HeaderText.Token(value.TrimStart(" \t\r\n\""u8), out _);
        return token.Length switch
        {
            0 => TransferEncoding.SevenBit,
            4 when Ascii.EqualsIgnoreCase(token, "7bit"u8) => TransferEncoding.SevenBit,
            4 when Ascii.EqualsIgnoreCase(token, "8bit"u8) => TransferEncoding.EightBit,
            6 when Ascii.EqualsIgnoreCase(token, "binary"u8) => TransferEncoding.Binary,
            6 when Ascii.EqualsIgnoreCase(token, "base64"u8) => TransferEncoding.Base64,
            16 when Ascii.EqualsIgnoreCase(token, "quoted-printable"u8) => TransferEncoding.QuotedPrintable,
            8 when Ascii.EqualsIgnoreCase(token, "uuencode"u8) => TransferEncoding.UUEncode,
            10 when Ascii.EqualsIgnoreCase(token, "x-uuencode"u8) => TransferEncoding.UUEncode,
            5 when Ascii.EqualsIgnoreCase(token, "x-uue"u8) => TransferEncoding.UUEncode,
            _ => TransferEncoding.Unknown,
        };
    }
}
