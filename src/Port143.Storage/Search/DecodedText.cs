using System.Buffers;
using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Search;

/// <summary>Looks through encoded text piece by piece, so that a text of any length takes little memory.</summary>
internal static class DecodedText
{
    private const int Piece = 32 * 1024;

    /// <summary>A letter with its marks is rarely more than this many characters; the pieces overlap by so much per letter.</summary>
    private const int LongestLetter = 4;

    /// <summary>Whether the text holds a needle that is folded already.</summary>
    public static bool Contains(ReadOnlySpan<byte> text, string? charset, string folded, Collation collation = Collation.UnicodeCasemap)
    {
        Encoding encoding = Charsets.Find(charset) ?? Charsets.GuessOf(text);
        Decoder decoder = encoding.GetDecoder();
        int overlap = folded.Length * LongestLetter + 64;
        int room = overlap + encoding.GetMaxCharCount(Piece);
        char[] chars = ArrayPool<char>.Shared.Rent(room);
        char[] foldedChars = ArrayPool<char>.Shared.Rent(chars.Length);
        try
        {
            int held = 0;
            while (true)
            {
                ReadOnlySpan<byte> piece = text[..Math.Min(Piece, text.Length)];
                text = text[piece.Length..];
                held += decoder.GetChars(piece, chars.AsSpan(held), text.IsEmpty);
                int whole = text.IsEmpty ? held : EndOfWholeLetters(chars.AsSpan(0, held));
                int length = TextFolding.Fold(chars.AsSpan(0, whole), foldedChars, collation);
                if (foldedChars.AsSpan(0, length).Contains(folded, StringComparison.Ordinal))
                {
                    return true;
                }
                if (text.IsEmpty)
                {
                    return false;
                }
                int keep = Math.Min(held, overlap);
                chars.AsSpan(held - keep, keep).CopyTo(chars);
                held = keep;
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
            ArrayPool<char>.Shared.Return(foldedChars);
        }
    }

    /// <summary>Where the last letter begins: the next piece may start with a mark that belongs to it.</summary>
    private static int EndOfWholeLetters(ReadOnlySpan<char> text)
    {
        int end = text.Length - 1;
        for (int back = 0; back < 32 && end > 0 && Composition.Merges(text[end]); back++)
        {
            end--;
        }
        return Math.Max(end, 0);
    }
}
