using System.Buffers.Binary;

namespace Port143.Server.Connections;

/// <summary>A block of DEFLATE that is stored and not the last one (RFC 1951 section 3.2.4).</summary>
internal static class StoredBlock
{
    private const int Header = 5;

    /// <summary>The block that means these octets, at most 65535; nothing for none.</summary>
    public static byte[] Of(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
        {
            return [];
        }
        byte[] block = new byte[Header + octets.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)octets.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~octets.Length);
        octets.CopyTo(block.AsSpan(Header));
        return block;
    }
}
