using System.Buffers;

namespace Port143.Storage.Digest;

/// <summary>Reads the fields of a header as they stand, byte for byte.</summary>
public static class HeaderFields
{
    /// <summary>The fields of a header, in order. The bytes may go on after the empty line; nothing behind it is read.</summary>
    public static HeaderFieldEnumerator Enumerate(ReadOnlySpan<byte> header) => new(header);

    /// <summary>
    /// Finds the first field with this name. False when there is none.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, out HeaderField field)
    {
        foreach (HeaderField candidate in Enumerate(header))
        {
            if (candidate.Is(name))
            {
                field = candidate;
                return true;
            }
        }
        field = default;
        return false;
    }

    /// <summary>
    /// Writes what <c>BODY[HEADER.FIELDS (names)]</c>, or with <paramref name="not"/> <c>BODY[HEADER.FIELDS.NOT (names)]</c>,
    /// returns (RFC 9051 section 6.4.5.1): the fields with, or without, these names, in their order and bytes, then the
    /// empty line. A last field without a line end gets one.
    /// </summary>
    public static void Select(
        ReadOnlySpan<byte> header, IReadOnlyList<byte[]> names, bool not, IBufferWriter<byte> destination)
    {
        ulong lengths = 0;
        for (int i = 0; i < names.Count; i++)
        {
            lengths |= 1UL << (names[i].Length & 63);
        }
        // Neighbouring chosen fields are copied together.
        int from = 0;
        int to = 0;
        HeaderFieldEnumerator fields = Enumerate(header);
        while (fields.MoveNext())
        {
            HeaderField field = fields.Current;
            if (Contains(names, lengths, field.Name) == not)
            {
                continue;
            }
            if (field.Offset != to)
            {
                destination.Write(header[from..to]);
                from = field.Offset;
            }
            to = field.Offset + field.Length;
        }
        destination.Write(header[from..to]);
        destination.Write(to > from && header[to - 1] != '\n' ? "\r\n\r\n"u8 : "\r\n"u8);
    }

    private static bool Contains(IReadOnlyList<byte[]> names, ulong lengths, ReadOnlySpan<byte> name)
    {
        if ((lengths >> (name.Length & 63) & 1) == 0)
        {
            return false;
        }
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length == name.Length && System.Text.Ascii.EqualsIgnoreCase(names[i], name))
            {
                return true;
            }
        }
        return false;
    }
}
