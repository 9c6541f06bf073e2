using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Port143.Server.Authentication;

/// <summary>
/// Time-based one-time codes (RFC 6238) with the parameters that every authenticator knows, and many know alone: HMAC-SHA-1, six
/// digits, steps of thirty seconds.
/// </summary>
public static class Totp
{
    /// <summary>The bytes of a key: RFC 4226 section 4, requirement 6, recommends 160 bits.</summary>
    public const int KeyLength = 20;

    /// <summary>The digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>The seconds that a code is shown.</summary>
    public const int Period = 30;

    /// <summary>How many steps a clock may be off, either way (RFC 6238 section 5.2).</summary>
    public const int Drift = 1;

    private const uint Modulus = 1_000_000;

    /// <summary>The number of the step that a moment is in (RFC 6238 section 4.2).</summary>
    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / Period;

    /// <summary>The code of a step, 0 to 999,999 (RFC 4226 section 5.3, dynamic truncation).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238; HMAC-SHA-1 is not broken, and authenticators know nothing else.")]
    public static uint Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        return (BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFF_FFFF) % Modulus;
    }

    /// <summary>
    /// The step whose code this is, among those that a clock may show now; null when it is none. When two steps have one code, the
    /// later: it is the one that may not have been used.
    /// </summary>
    public static long? FindStep(ReadOnlySpan<byte> key, uint code, DateTimeOffset now)
    {
        long step = StepAt(now), last = step + Drift;
        long? found = null;
        for (long at = step - Drift; at <= last; at++)
        {
            if (Code(key, at) == code)
            {
                found = at;
            }
        }
        return found;
    }

    /// <summary>Six digits as a code. False when they are anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out uint code)
    {
        code = 0;
        if (text.Length != Digits)
        {
            return false;
        }
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
            code = code * 10 + (uint)(digit - '0');
        }
        return true;
    }
}
