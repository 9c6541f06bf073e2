using System.Text;
using Geralt;
using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// Argon2id (RFC 9106) in PHC strings, by libsodium. Synchronous and slow by design, tens of milliseconds and 19 MiB each: in
/// a server it runs in a <see cref="HashingQueue"/> only.
/// </summary>
public static class PasswordHasher
{
    /// <summary>The memory of new hashes, KiB: OWASP's first recommendation for Argon2id.</summary>
    public const int MemoryKiB = 19_456;

    /// <summary>The passes of new hashes.</summary>
    public const int Passes = 2;

    /// <summary>The most memory that a stored hash may ask for, KiB; a row that asks for more is never obeyed.</summary>
    public const int MaxMemoryKiB = 128 * 1024;

    /// <summary>The most passes that a stored hash may ask for.</summary>
    public const int MaxPasses = 16;

    /// <summary>The longest password, in bytes; longer ones are refused before anything is hashed.</summary>
    public const int MaxPasswordBytes = 1024;

    /// <summary>
    /// What is wrong with a password as a password, or null: it has 1 to <see cref="MaxPasswordBytes"/> bytes of valid UTF-8
    /// without NUL. Its bytes are used as they are sent.
    /// </summary>
    public static string? Check(ReadOnlySpan<byte> password)
    {
        if (password.IsEmpty)
        {
            return "the password is empty";
        }
        if (password.Length > MaxPasswordBytes)
        {
            return $"the password has more than {MaxPasswordBytes} bytes";
        }
        if (password.Contains((byte)0))
        {
            return "the password holds a NUL";
        }
        return System.Text.Unicode.Utf8.IsValid(password) ? null : "the password is not valid UTF-8";
    }

    /// <summary>The PHC string of a password that <see cref="Check"/> accepts.</summary>
    public static string Hash(ReadOnlySpan<byte> password)
    {
        Span<char> hash = stackalloc char[Argon2id.HashSize];
        Argon2id.ComputeHash(hash, password, Passes, MemoryKiB * 1024);
        int end = hash.IndexOf('\0');
        return new string(end < 0 ? hash : hash[..end]);
    }

    /// <summary>Whether a hash is of this password. False for what is no Argon2id hash within the limits.</summary>
    public static bool Verify(string hash, ReadOnlySpan<byte> password)
    {
        if (!TryReadCost(hash, out _, out _))
        {
            return false;
        }
        // libsodium reads a fixed block that is filled up with NULs.
        Span<char> block = stackalloc char[Argon2id.HashSize];
        block.Clear();
        hash.CopyTo(block);
        return Argon2id.VerifyHash(block, password);
    }

    /// <summary>Whether a hash is cheaper to guess than a new one would be.</summary>
    public static bool NeedsRehash(string hash) =>
        !TryReadCost(hash, out ulong memory, out ulong passes) || memory < MemoryKiB || passes < Passes;

    /// <summary>Whether a text is a PHC string that <see cref="Verify"/> would work on.</summary>
    public static bool IsUsable(string hash) => TryReadCost(hash, out _, out _);

    // $argon2id$v=19$m=19456,t=2,p=1$salt$hash
    private static bool TryReadCost(string hash, out ulong memory, out ulong passes)
    {
        memory = 0;
        passes = 0;
        if (hash.Length >= Argon2id.HashSize || !Ascii.IsValid(hash))
        {
            return false;
        }
        string[] parts = hash.Split('$');
        if (parts.Length != 6 || parts[0].Length != 0 || parts[1] != "argon2id" || parts[2] != "v=19")
        {
            return false;
        }
        string[] cost = parts[3].Split(',');
        return cost.Length == 3 && cost[2] == "p=1" && parts[4].Length > 0 && parts[5].Length > 0
            && cost[0].StartsWith("m=", StringComparison.Ordinal)
            && AsciiDigits.TryParse(cost[0].AsSpan(2), MaxMemoryKiB, out memory) && memory >= 8
            && cost[1].StartsWith("t=", StringComparison.Ordinal)
            && AsciiDigits.TryParse(cost[1].AsSpan(2), MaxPasses, out passes) && passes >= 1;
    }
}
