using System.Text;

namespace Port143.Storage.Digest;

/// <summary>
/// Chooses the fields of many headers by name, as <c>BODY[HEADER.FIELDS (names)]</c> and <c>BODY[HEADER.FIELDS.NOT (names)]</c>
/// do (RFC 9051 section 6.4.5.1). Most lines are passed over by their first letter. Keeps a buffer: not thread-safe.
/// </summary>
public sealed class HeaderFieldSelector
{
    private readonly byte[][]?[] _byFirstByte = new byte[256][][];
    private readonly bool _not;
    private byte[] _selected = [];

    /// <summary>Makes one for these names, in any case; with <paramref name="not"/> it chooses the fields with other names.</summary>
    public HeaderFieldSelector(IEnumerable<byte[]> names, bool not)
    {
        _not = not;
        foreach (IGrouping<byte, byte[]> group in names.Where(n => n.Length > 0).GroupBy(n => AsciiLower(n[0])))
        {
            _byFirstByte[group.Key] = [.. group];
            _byFirstByte[AsciiUpper(group.Key)] = _byFirstByte[group.Key];
        }
    }

    /// <summary>
    /// The chosen fields of a header in their order and bytes, then the empty line. A last field without a line end gets one.
    /// The header's bytes may go on after the empty line. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Select(ReadOnlySpan<byte> header)
    {
        if (_selected.Length < header.Length + 4)
        {
            _selected = new byte[Math.Max(header.Length + 4, 2048)];
        }
        Span<byte> selected = _selected;
        int length = 0, at = 0;
        int from = 0; // neighbouring chosen lines are copied together
        bool chosen = false;
        bool field = _not; // whether the field is chosen that the line belongs to; there may be a folded line before any field
        var lines = new LineEnds(header);
        while (at < header.Length)
        {
            byte first = header[at];
            if (first is (byte)'\r' or (byte)'\n' && IsEmptyLine(header[at..]))
            {
                break;
            }
            if (first is not ((byte)' ' or (byte)'\t'))
            {
                field = (_byFirstByte[first] is { } names && IsNamed(header[at..], names)) != _not;
            }
            if (field != chosen)
            {
                if (chosen)
                {
                    Add(header[from..at], selected, ref length);
                }
                from = at;
                chosen = field;
            }
            at = lines.Next();
        }
        if (chosen)
        {
            Add(header[from..at], selected, ref length);
        }
        Add(length > 0 && selected[length - 1] != '\n' ? "\r\n\r\n"u8 : "\r\n"u8, selected, ref length);
        return selected[..length];
    }

    private static void Add(ReadOnlySpan<byte> bytes, Span<byte> selected, ref int length)
    {
        bytes.CopyTo(selected[length..]);
        length += bytes.Length;
    }

    // Blanks between name and colon are obsolete syntax (RFC 5322 section 4.5) and not part of the name.
    private static bool IsNamed(ReadOnlySpan<byte> line, byte[][] names)
    {
        foreach (byte[] name in names)
        {
            // What follows the name decides sooner than the name.
            if (line.Length <= name.Length || line[name.Length] is not ((byte)':' or (byte)' ' or (byte)'\t')
                || !Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                continue;
            }
            int end = name.Length;
            while (end < line.Length && line[end] is (byte)' ' or (byte)'\t')
            {
                end++;
            }
            if (end < line.Length && line[end] == ':')
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsEmptyLine(ReadOnlySpan<byte> line) => line[0] == '\n' || line.Length == 1 || line[1] == '\n';

    private static byte AsciiLower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static byte AsciiUpper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~0x20) : b;
}
