using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// A secret that a client sent as a password, read in the two ways it may be meant: as a password, and as a password with a code
/// directly after it (<see cref="CodeTail"/>). A password may end in six digits by itself, so both are tried.
/// </summary>
internal static class PasswordWithCode
{
    /// <summary>
    /// How much of the secret is the account's password: all of it, what stands before the code, or 0 for none. By hashing, so it
    /// runs in the queue. A wrong secret costs the same whether there is such an account or not and whether it has a second factor.
    /// </summary>
    /// <param name="hash">The hash of the account's password; where there is none, the hash of what nobody knows.</param>
    /// <param name="hasFactor">Whether its second factor is on.</param>
    /// <param name="sent">The secret.</param>
    /// <param name="nobody">The hash of what nobody knows.</param>
    public static int FindPassword(string hash, bool hasFactor, ReadOnlySpan<byte> sent, string nobody)
    {
        int tail = CodeTail.Length(sent);
        ReadOnlySpan<byte> head = sent[..^tail];
        if (tail > 0 && hasFactor && PasswordHasher.Verify(hash, head))
        {
            return head.Length;
        }
        if (PasswordHasher.Verify(hash, sent))
        {
            return sent.Length;
        }
        if (tail > 0 && !hasFactor)
        {
            PasswordHasher.Verify(nobody, head);
        }
        return 0;
    }
}
