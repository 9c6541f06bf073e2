using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Port143.Storage.Digest;

/// <summary>
/// Finds the message identifiers in a field (RFC 5322 section 3.6.4) and makes keys of them: the quoting is undone, so that
/// equal identifiers have equal keys (RFC 5256 section 3), and a key is a cryptographic hash, so that nobody can make two alike.
/// </summary>
internal ref struct MessageIds(ReadOnlySpan<byte> field)
{
    /// <summary>The longest identifier; RFC 5322 section 2.1.1 allows lines of 998.</summary>
    private const int Longest = 2000;

    private ReadOnlySpan<byte> _rest = field;

    /// <summary>The key of the next valid identifier; false when there is none.</summary>
    public bool TryNext(out UInt128 key)
    {
        Span<byte> plain = stackalloc byte[Longest];
        for (int open; (open = _rest.IndexOf((byte)'<')) >= 0;)
        {
            _rest = _rest[(open + 1)..];
            int length = Read(plain);
            if (length > 0)
            {
                Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
                SHA256.HashData(plain[..length], hash);
                key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
                return true;
            }
        }
        key = default;
        return false;
    }

    // msg-id = "<" id-left "@" id-right ">", quotes and folds undone. 0 when it is none; then another "<" may follow.
    private int Read(scoped Span<byte> plain)
    {
        int length = 0, at = -1;
        bool quoted = false;
        for (int i = 0; i < _rest.Length; i++)
        {
            byte b = _rest[i];
            if (b is (byte)'\r' or (byte)'\n' or (byte)'\t' or (byte)' ' && !quoted)
            {
                continue;
            }
            if (b == '"')
            {
                quoted = !quoted;
                continue;
            }
            if (b == '\\' && quoted && i + 1 < _rest.Length)
            {
                b = _rest[++i];
            }
            else if (!quoted && b == '>')
            {
                _rest = _rest[(i + 1)..];
                return at > 0 && at < length - 1 ? length : 0;
            }
            else if (!quoted && b == '<' || length == plain.Length)
            {
                _rest = _rest[i..];
                return 0;
            }
            else if (!quoted && b == '@')
            {
                at = length;
            }
            plain[length++] = b;
        }
        _rest = default;
        return 0;
    }
}
