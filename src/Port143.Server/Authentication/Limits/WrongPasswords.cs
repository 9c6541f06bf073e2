using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Port143.Server.Authentication;

/// <summary>
/// Recognises a wrong password that comes again: a phone with an old password is no attacker. What is kept is eight bytes of an
/// HMAC under a key that never leaves this process, for the newest of each account. Not thread-safe but for <see cref="Tag"/>.
/// </summary>
internal sealed class WrongPasswords(int accounts)
{
    private const int PerAccount = 64;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly RecentTable<string, List<ulong>> _seen = new(accounts);

    /// <summary>What a password of an account is recognised by.</summary>
    public ulong Tag(string account, ReadOnlySpan<byte> password)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.UTF8.GetBytes(account));
        hmac.AppendData([0]); // no account's name holds one
        hmac.AppendData(password);
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmac.GetHashAndReset(tag);
        return BinaryPrimitives.ReadUInt64LittleEndian(tag);
    }

    /// <summary>Whether it was wrong before.</summary>
    public bool Knows(string account, ulong tag)
    {
        if (!_seen.TryGet(account, out List<ulong>? tags) || !tags.Remove(tag))
        {
            return false;
        }
        tags.Add(tag); // the youngest again
        return true;
    }

    /// <summary>Remembers that it was wrong.</summary>
    public void Add(string account, ulong tag)
    {
        List<ulong> tags = _seen.GetOrAdd(account, () => new List<ulong>(4));
        if (tags.Count == PerAccount)
        {
            tags.RemoveAt(0);
        }
        tags.Add(tag);
    }

    /// <summary>Forgets those of an account.</summary>
    public void Forget(string account) => _seen.Remove(account);
}
