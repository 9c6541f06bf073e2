using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Port143.Server.Tls;

/// <summary>Looks into the first message of a TLS client (RFC 8446 section 4.1.2) without taking it.</summary>
internal static class ClientHello
{
    /// <summary>The longest message that is looked into; it is a few hundred bytes, or two thousand with post-quantum keys.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxName = 255;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const ushort ServerName = 0;
    private const ushort ApplicationProtocols = 16;
    private const ushort SupportedVersions = 43;
    private const ushort Tls13 = 0x0304;

    /// <summary>
    /// What the client asks for; null while too little has arrived to know. What is no such message asks for nothing.
    /// </summary>
    public static ClientHelloFacts? Read(ReadOnlySequence<byte> input)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(MaxLength);
        try
        {
            int length = (int)Math.Min(input.Length, MaxLength);
            input.Slice(0, length).CopyTo(bytes);
            bool? message = Unwrap(bytes.AsSpan(0, length), out Span<byte> hello);
            return message is true ? ReadMessage(hello) : message is null && input.Length < MaxLength ? null : default(ClientHelloFacts);
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

    private static ClientHelloFacts ReadMessage(ReadOnlySpan<byte> hello)
    {
        // legacy_version and random, then three vectors with lengths of 1, 2 and 1 bytes, then the extensions.
        const int Fixed = 2 + 32;
        if (hello.Length < Fixed)
        {
            return default;
        }
        hello = hello[Fixed..];
        return TryTake(ref hello, 1, out _) && TryTake(ref hello, 2, out _) && TryTake(ref hello, 1, out _)
            && TryTake(ref hello, 2, out ReadOnlySpan<byte> extensions) ? ReadExtensions(extensions) : default;
    }

    private static ClientHelloFacts ReadExtensions(ReadOnlySpan<byte> extensions)
    {
        ClientHelloFacts facts = default;
        while (extensions.Length >= 4)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, 2, out ReadOnlySpan<byte> value))
            {
                break;
            }
            facts = type switch
            {
                SupportedVersions => facts with { OffersTls13 = HasTls13(value) },
                ServerName => facts with { ServerName = HostName(value) },
                ApplicationProtocols => facts with { IsAcmeValidation = IsAcme(value) },
                _ => facts,
            };
        }
        return facts;
    }

    private static bool HasTls13(ReadOnlySpan<byte> value)
    {
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

    // ServerNameList (RFC 6066 section 3): the only type there is, 0, is the host name. Some clients send it with the dot of the root.
    private static string? HostName(ReadOnlySpan<byte> value)
    {
        if (!TryTake(ref value, 2, out ReadOnlySpan<byte> list) || list.IsEmpty || list[0] != 0)
        {
            return null;
        }
        list = list[1..];
        return TryTake(ref list, 2, out ReadOnlySpan<byte> name) && name.Length is > 0 and <= MaxName && Ascii.IsValid(name)
            ? Encoding.ASCII.GetString(name[^1] == (byte)'.' ? name[..^1] : name).ToLowerInvariant() : null;
    }

    // RFC 8737 section 3: the validating client offers this protocol and no other.
    private static bool IsAcme(ReadOnlySpan<byte> value) => TryTake(ref value, 2, out ReadOnlySpan<byte> list)
        && TryTake(ref list, 1, out ReadOnlySpan<byte> protocol) && list.IsEmpty && protocol.SequenceEqual("acme-tls/1"u8);

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
