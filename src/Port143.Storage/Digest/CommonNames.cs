using System.Collections.Frozen;

namespace Port143.Storage.Digest;

/// <summary>
/// Names of media types, subtypes and charsets that most mail uses. They cost no memory per message and one byte in the
/// stored table. The order is stored: only ever append.
/// </summary>
internal static class CommonNames
{
    private static readonly string[] Names =
    [
        "text", "plain", "html", "multipart", "mixed", "alternative", "related", "message", "rfc822", "image", "jpeg", "png",
        "gif", "application", "octet-stream", "pdf", "us-ascii", "utf-8", "iso-8859-1", "windows-1252", "iso-8859-15",
        "signed", "report", "digest", "pgp-signature", "pkcs7-signature", "x-pkcs7-signature", "delivery-status", "calendar",
        "video", "mp4", "audio", "mpeg", "zip", "vnd.openxmlformats-officedocument.wordprocessingml.document",
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "vnd.openxmlformats-officedocument.presentationml.presentation", "msword", "vnd.ms-excel", "ms-tnef", "csv", "xml",
        "json", "rtf", "enriched", "x-vcard", "vcard", "rfc822-headers", "encrypted", "pgp-encrypted", "iso-8859-2",
        "windows-1250", "windows-1251", "koi8-r", "iso-2022-jp", "shift_jis", "gb2312", "gbk", "big5", "euc-kr", "global",
        "partial", "external-body", "form-data", "parallel", "appledouble", "disposition-notification", "webp", "svg+xml",
        "tiff", "bmp", "heic", "wav", "x-zip-compressed", "x-msdownload", "gb18030", "utf-7", "iso-8859-9", "iso-8859-7",
    ];

    private static readonly FrozenDictionary<string, int> Places =
        Names.Select((name, place) => KeyValuePair.Create(name, place)).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Places.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The place of a name in the list, or -1.</summary>
    public static int IndexOf(string name) => Places.TryGetValue(name, out int place) ? place : -1;

    /// <summary>The name at a place, or null.</summary>
    public static string? At(int place) => (uint)place < (uint)Names.Length ? Names[place] : null;

    /// <summary>The bytes as a string in lower case, without a new string when it is a common one. Only token characters are kept.</summary>
    public static string Lower(ReadOnlySpan<byte> token)
    {
        Span<char> chars = stackalloc char[96];
        int length = 0;
        foreach (byte b in token)
        {
            if (length == chars.Length)
            {
                break;
            }
            if (b is > 0x20 and < 0x7F)
            {
                chars[length++] = (char)(b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b);
            }
        }
        chars = chars[..length];
        return Lookup.TryGetValue(chars, out int place) ? Names[place] : new string(chars);
    }
}
