using System.Security.Cryptography;

namespace Port143.Server.Authentication;

/// <summary>Makes passwords that nobody guesses and everybody can type.</summary>
public static class PasswordGenerator
{
    // Without i, l, o, 0 and 1, which are misread.
    internal const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    internal const int Groups = 4;
    internal const int GroupLength = 6;

    /// <summary>A password of four groups of six letters and digits, 118 bits.</summary>
    public static string Generate()
    {
        string letters = RandomNumberGenerator.GetString(Alphabet, Groups * GroupLength);
        return string.Join('-', letters.Chunk(GroupLength).Select(group => new string(group)));
    }
}
