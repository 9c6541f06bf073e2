namespace Port143.Server.Authentication;

/// <summary>Base32 (RFC 4648 section 6) without padding, as the keys of authenticators are written.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The text of some bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => string.Create((bytes.Length * 8 + 4) / 5, bytes, static (text, from) =>
    {
        int bits = 0, held = 0, next = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (held < 5)
            {
                bits = (bits << 8) | (next < from.Length ? from[next++] : 0);
                held += 8;
            }
            held -= 5;
            text[i] = Alphabet[(bits >> held) & 31];
        }
    });
}
