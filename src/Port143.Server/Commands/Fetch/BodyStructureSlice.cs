using System.Buffers.Text;
using Port143.Mail;

namespace Port143.Server.Commands.Fetch;

/// <summary>Finds the structure of one part in the BODY of a message, as it stands on the wire (RFC 9051 section 7.5.2).</summary>
internal static class BodyStructureSlice
{
    private const int EncodingField = 5;
    private const int SizeField = 6;
    private const int MessageBodyField = 8;

    /// <summary>The structure of a part; that of the message for an empty path, empty when there is no such part.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> body, ReadOnlySpan<int> path)
    {
        int depth = 0;
        foreach (int number in path)
        {
            if (body.Length < 2)
            {
                return default;
            }
            if (depth++ > 0 && body[1] != (byte)'(' && IsMessage(body))
            {
                body = Field(body, MessageBodyField);
            }
            if (body.Length > 1 && body[1] == '(')
            {
                body = Field(body, number - 1);
                if (body.IsEmpty || body[0] != '(')
                {
                    return default; // behind the parts stands the subtype
                }
            }
            else if (number != 1)
            {
                return default;
            }
        }
        return body;
    }

    /// <summary>The structure of a part whose transfer encoding was taken off (RFC 5524 section 3.2).</summary>
    public static byte[] Decoded(ReadOnlySpan<byte> part, long size)
    {
        ReadOnlySpan<byte> encoding = Field(part, EncodingField), octets = Field(part, SizeField);
        if (part.Length < 2 || part[1] == '(' || encoding.IsEmpty || octets.IsEmpty)
        {
            return part.ToArray();
        }
        int from = part.Length - Behind(part, encoding), to = part.Length - Behind(part, octets) + octets.Length;
        Span<byte> number = stackalloc byte[20];
        Utf8Formatter.TryFormat(size, number, out int length);
        return [.. part[..from], .. "\"BINARY\" "u8, .. number[..length], .. part[to..]];
    }

    private static bool IsMessage(ReadOnlySpan<byte> body) =>
        System.Text.Ascii.EqualsIgnoreCase(Field(body, 0), "\"MESSAGE\""u8)
        && (System.Text.Ascii.EqualsIgnoreCase(Field(body, 1), "\"RFC822\""u8) || System.Text.Ascii.EqualsIgnoreCase(Field(body, 1), "\"GLOBAL\""u8));

    // How much of the list begins with this slice of it.
    private static int Behind(ReadOnlySpan<byte> list, ReadOnlySpan<byte> slice)
    {
        list.Overlaps(slice, out int offset);
        return list.Length - offset;
    }

    // The n-th element of a list; empty when it has fewer.
    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> list, int index)
    {
        int at = 1;
        while (at < list.Length && list[at] != ')')
        {
            if (list[at] == ' ')
            {
                at++;
                continue;
            }
            int end = EndOf(list, at);
            if (index-- == 0)
            {
                return list[at..end];
            }
            at = end;
        }
        return default;
    }

    // Where the element that begins here ends; nested lists are counted, not recursed into.
    private static int EndOf(ReadOnlySpan<byte> text, int at)
    {
        int depth = 0;
        do
        {
            switch (text[at])
            {
                case (byte)'(':
                    depth++;
                    at++;
                    break;
                case (byte)')':
                    depth--;
                    at++;
                    break;
                case (byte)'"':
                    for (at++; text[at] != '"'; at++)
                    {
                        at += text[at] == '\\' ? 1 : 0;
                    }
                    at++;
                    break;
                case (byte)'{':
                    int close = at + text[at..].IndexOf((byte)'}');
                    AsciiDigits.TryParse(text[(at + 1)..close], int.MaxValue, out ulong length);
                    at = close + 3 + (int)length;
                    break;
                default:
                    at++;
                    break;
            }
        }
        while (at < text.Length && (depth > 0 || text[at] is not ((byte)' ' or (byte)')' or (byte)'(')));
        return at;
    }
}
