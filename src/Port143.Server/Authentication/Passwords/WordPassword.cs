using System.Security.Cryptography;
using System.Text;

namespace Port143.Server.Authentication;

/// <summary>
/// Makes passwords that a person can remember and type anywhere: six words of a list of 7,776, which is 77 bits, with hyphens
/// between.
/// </summary>
public static class WordPassword
{
    /// <summary>How many words one has.</summary>
    public const int Words = 6;

    private const string Resource = "Passwords/words.txt";

    /// <summary>A new password.</summary>
    public static string Generate() => string.Join('-', RandomNumberGenerator.GetItems<string>(ReadWords(), Words));

    /// <summary>The words, read anew: they are needed once in a long while.</summary>
    internal static string[] ReadWords()
    {
        using Stream list = typeof(WordPassword).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(list, Encoding.ASCII);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
