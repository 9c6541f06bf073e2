using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Remembers that a password was right, so that a client that reconnects every minute costs microseconds. What is kept is an
/// HMAC under a key that never leaves this process, over the account, its stored hash and the password. It is asked with
/// the hash just read, so a changed password is wrong at once. Bounded in size and in time. Thread-safe.
/// </summary>
internal sealed class PasswordCache(TimeProvider time, int capacity = 20_000)
{
    /// <summary>How long a password is remembered after it was last proved by hashing.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<AccountId, Entry> _entries = [];
    private readonly Queue<(AccountId Account, long Since)> _order = new();
    private readonly Lock _gate = new();

    /// <summary>How many accounts are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Whether this password is remembered as right for the account as it is now.</summary>
    public bool Knows(Account account, ReadOnlySpan<byte> password)
    {
        Entry entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(account.Id, out entry) || time.GetElapsedTime(entry.Since) > Lifetime)
            {
                return false;
            }
        }
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Tag(account, password, tag);
        return CryptographicOperations.FixedTimeEquals(tag, entry.Tag);
    }

    /// <summary>Remembers a password that was proved right.</summary>
    public void Remember(Account account, ReadOnlySpan<byte> password)
    {
        byte[] tag = new byte[HMACSHA256.HashSizeInBytes];
        Tag(account, password, tag);
        long now = time.GetTimestamp();
        lock (_gate)
        {
            _entries[account.Id] = new Entry(tag, now);
            _order.Enqueue((account.Id, now));
            // An account that was remembered again stands in the order twice; its older place is void.
            while (_order.Count > 0 && (_entries.Count > capacity || _order.Count > 2 * capacity || !IsCurrent(_order.Peek())))
            {
                (AccountId Account, long Since) oldest = _order.Dequeue();
                if (IsCurrent(oldest))
                {
                    _entries.Remove(oldest.Account);
                }
            }
        }
    }

    private bool IsCurrent((AccountId Account, long Since) place) =>
        _entries.TryGetValue(place.Account, out Entry entry) && entry.Since == place.Since;

    // Each field with its length before it, so that no two different triples give the same bytes.
    private void Tag(Account account, ReadOnlySpan<byte> password, Span<byte> tag)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Append(hmac, Encoding.ASCII.GetBytes(account.Id.Value));
        Append(hmac, Encoding.UTF8.GetBytes(account.PasswordHash));
        Append(hmac, password);
        hmac.GetHashAndReset(tag);
    }

    private static void Append(IncrementalHash hmac, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hmac.AppendData(length);
        hmac.AppendData(field);
    }

    private readonly record struct Entry(byte[] Tag, long Since);
}
