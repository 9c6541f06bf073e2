namespace Port143.Server.Tests.Sessions;

/// <summary>
/// Compresses as a client does that ends its commands with Z_PARTIAL_FLUSH: literals in the fixed code, then an empty block of
/// the fixed code, and of that only whole octets are sent (RFC 1951 section 3.2.6; zlib's manual, deflate). No octet
/// boundary marks the end of a command.
/// </summary>
internal sealed class PartialFlushDeflater
{
    private readonly List<byte> _out = [];
    private uint _bits;
    private int _count;

    /// <summary>The octets that carry these, as soon as there are eight bits of them.</summary>
    public byte[] Deflate(ReadOnlySpan<byte> data)
    {
        Put(0b010, 3);
        foreach (byte b in data)
        {
            if (b < 144)
            {
                PutCode(0x30u + b, 8);
            }
            else
            {
                PutCode(0x190u + b - 144, 9);
            }
        }
        PutCode(0, 7);
        Put(0b010, 3);
        PutCode(0, 7);
        byte[] whole = [.. _out];
        _out.Clear();
        return whole;
    }

    // Huffman codes are packed from their most significant bit.
    private void PutCode(uint code, int length)
    {
        for (int i = length - 1; i >= 0; i--)
        {
            Put(code >> i & 1, 1);
        }
    }

    private void Put(uint value, int length)
    {
        _bits |= value << _count;
        _count += length;
        while (_count >= 8)
        {
            _out.Add((byte)_bits);
            _bits >>= 8;
            _count -= 8;
        }
    }
}
