using System.Security.Cryptography;
using System.Text;

namespace Port143.Server.Authentication;

/// <summary>
/// Passwords that are tried first, as a sorted list of five bytes of the SHA-256 of each (<c>SOURCES.md</c>). One in 35 million other
/// texts is taken for one of them.
/// </summary>
internal sealed class CommonPasswords
{
    /// <summary>The shortest, in characters; shorter ones are part of everything.</summary>
    public const int MinLength = 4;

    /// <summary>The longest.</summary>
    public const int MaxLength = 32;

    private const int EntryLength = 5;
    private const string Resource = "Passwords/common-passwords.bin";

    private readonly byte[] _entries;

    private CommonPasswords(byte[] entries) => _entries = entries;

    /// <summary>Reads the list.</summary>
    public static CommonPasswords Read()
    {
        using Stream list = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)!;
        var entries = new byte[list.Length];
        list.ReadExactly(entries);
        return new CommonPasswords(entries);
    }

    /// <summary>How many there are.</summary>
    public int Count => _entries.Length / EntryLength;

    /// <summary>Whether a text, in lower case, is one of them.</summary>
    public bool Contains(ReadOnlySpan<char> text)
    {
        if (text.Length is < MinLength or > MaxLength || !Ascii.IsValid(text))
        {
            return false;
        }
        Span<byte> ascii = stackalloc byte[MaxLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(text, ascii)], hash);
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = hash[..EntryLength].SequenceCompareTo(_entries.AsSpan(middle * EntryLength, EntryLength));
            if (order == 0)
            {
                return true;
            }
            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }
        return false;
    }
}
