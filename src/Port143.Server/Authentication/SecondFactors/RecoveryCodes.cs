using System.Security.Cryptography;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Recovery codes stand in for an authenticator that was lost: each works once. They are random, 74 bits in three groups of five,
/// so a keyed SHA-256 keeps them.
/// </summary>
public static class RecoveryCodes
{
    /// <summary>How many are made at a time.</summary>
    public const int Count = 10;

    /// <summary>The characters of one, with its hyphens.</summary>
    public const int Length = Groups * (GroupLength + 1) - 1;

    private const string Purpose = "recovery-code";
    private const int Groups = 3;
    private const int GroupLength = 5;

    /// <summary>New codes, to be shown once, and the tags that the directory keeps of them.</summary>
    internal static async ValueTask<(IReadOnlyList<string> Codes, IReadOnlyList<byte[]> Tags)> MakeAsync(
        IDirectory directory, AccountId account, CancellationToken cancel)
    {
        var codes = new string[Count];
        var tags = new byte[Count][];
        for (int i = 0; i < Count; i++)
        {
            string letters = RandomNumberGenerator.GetString(PasswordGenerator.Alphabet, Groups * GroupLength);
            codes[i] = string.Join('-', letters.Chunk(GroupLength).Select(group => new string(group)));
            tags[i] = await TagAsync(directory, account, System.Text.Encoding.ASCII.GetBytes(codes[i]), cancel).ConfigureAwait(false);
        }
        return (codes, tags);
    }

    /// <summary>What the directory knows a code by.</summary>
    internal static async ValueTask<byte[]> TagAsync(IDirectory directory, AccountId account, ReadOnlyMemory<byte> code, CancellationToken cancel)
    {
        byte[] key = await directory.GetKeyAsync(Purpose, cancel).ConfigureAwait(false);
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(account.Value), 0, .. code.Span];
        return HMACSHA256.HashData(key, named);
    }

    /// <summary>Whether the bytes are written as a recovery code is.</summary>
    internal static bool IsOne(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length)
        {
            return false;
        }
        for (int i = 0; i < text.Length; i++)
        {
            bool fits = i % (GroupLength + 1) == GroupLength
                ? text[i] == (byte)'-'
                : PasswordGenerator.Alphabet.Contains((char)text[i], StringComparison.Ordinal);
            if (!fits)
            {
                return false;
            }
        }
        return true;
    }
}
