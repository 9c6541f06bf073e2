using System.Buffers;
using System.Buffers.Binary;

namespace Port143.Server.Tls;

/// <summary>Looks into the first message of a TLS client (RFC 8446 section 4.1.2) without taking it.</summary>
internal static class ClientHello
{
    /// <summary>The longest message that is looked into; it is a few hundred bytes, or two thousand with post-quantum keys.</summary>
    public const int MaxLength = 16 * 1024;

    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const ushort SupportedVersions = 43;
    private const ushort Tls13 = 0x0304;

    /// <summary>
    /// Whether the client offers TLS 1.3; null while too little has arrived to know. What is no such message offers nothing.
    /// </summary>
    public static bool? OffersTls13(ReadOnlySequence<byte> input)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(MaxLength);
        try
        {
            int length = (int)Math.Min(input.Length, MaxLength);
            input.Slice(0, length).CopyTo(bytes);
            bool? message = Unwrap(bytes.AsSpan(0, length), out Span<byte> hello);
            return message is true ? ReadMessage(hello) : message is null && input.Length < MaxLength ? null : false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // Takes the message out of its records, in place. Null: more is needed. False: this is something else.
    private static bool? Unwrap(Span<byte> bytes, out Span<byte> hello)
    {
        hello = default;
        int length = 0;
        int at = 0;
        while (true)
        {
            if (at < bytes.Length && bytes[at] != HandshakeRecord)
            {
                return false;
            }
            if (bytes.Length - at < 5)
            {
                return null;
            }
            int record = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]);
            int there = Math.Min(record, bytes.Length - at - 5);
            bytes.Slice(at + 5, there).CopyTo(bytes[length..]);
            length += there;
            at += 5 + record;
            if (length > 0 && bytes[0] != ClientHelloMessage)
            {
                return false;
            }
            if (length >= 4)
            {
                int message = bytes[1] << 16 | bytes[2] << 8 | bytes[3];
                if (message <= length - 4)
                {
                    hello = bytes.Slice(4, message);
                    return true;
                }
            }
            if (there < record || record == 0)
            {
                return record == 0 ? false : null;
            }
        }
    }

    private static bool ReadMessage(ReadOnlySpan<byte> hello)
    {
        // legacy_version and random, then three vectors with lengths of 1, 2 and 1 bytes, then the extensions.
        const int Fixed = 2 + 32;
        if (hello.Length < Fixed)
        {
            return false;
        }
        hello = hello[Fixed..];
        return TryTake(ref hello, 1, out _) && TryTake(ref hello, 2, out _) && TryTake(ref hello, 1, out _)
            && TryTake(ref hello, 2, out ReadOnlySpan<byte> extensions) && HasTls13(extensions);
    }

    private static bool HasTls13(ReadOnlySpan<byte> extensions)
    {
        while (extensions.Length >= 4)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, 2, out ReadOnlySpan<byte> value))
            {
                return false;
            }
            if (type != SupportedVersions)
            {
                continue;
            }
            if (!TryTake(ref value, 1, out ReadOnlySpan<byte> versions))
            {
                return false;
            }
            for (; versions.Length >= 2; versions = versions[2..])
            {
                if (BinaryPrimitives.ReadUInt16BigEndian(versions) == Tls13)
                {
                    return true;
                }
            }
            return false;
        }
        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, int lengthSize, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (bytes.Length < lengthSize)
        {
            return false;
        }
        int length = lengthSize == 1 ? bytes[0] : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length - lengthSize < length)
        {
            return false;
        }
        value = bytes.Slice(lengthSize, length);
        bytes = bytes[(lengthSize + length)..];
        return true;
    }
}
