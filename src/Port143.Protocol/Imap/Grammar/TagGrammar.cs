using System.Buffers;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>Tags.</summary>
internal static class TagGrammar
{
    /// <summary>The longest tag: it is repeated in a response. Clients use up to about 20 octets.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<byte> TagBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&',-./:;<=>?@[]^_`|}~"u8);

    // tag = 1*<any ASTRING-CHAR except "+">                      ; RFC 9051 section 9
    /// <summary>Whether this is a tag, and not too long.</summary>
    public static bool IsValid(ReadOnlySpan<byte> tag) =>
        tag.Length is > 0 and <= MaxLength && !tag.ContainsAnyExcept(TagBytes);
}
