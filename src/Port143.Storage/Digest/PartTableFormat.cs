using System.Text;

namespace Port143.Storage.Digest;

/// <summary>
/// The stored form of a <see cref="PartTable"/>, version 1. All numbers are varints (7 bits a byte, low first):
/// <code>
/// table  = version count part*
/// part   = kinds encoding up gap header-length body-length lines type subtype charset filename
/// up     = the part before this one, minus the parent (0: the part before is the parent; absent for the first part)
/// gap    = header offset minus the parent's body offset (absent for the first part)
/// type, subtype, charset = 0 for none, 1 + place in the list of common names, or 200 followed by text
/// filename, text = length and UTF-8
/// </code>
/// <c>kinds</c> and <c>encoding</c> share a number: kinds * 8 + encoding.
/// </summary>
internal static class PartTableFormat
{
    private const int Version = 1;
    private const int Spelled = 200;

    public static byte[] Write(ReadOnlySpan<MessagePart> parts)
    {
        using var sink = new ByteSink(256);
        Number(sink, Version);
        Number(sink, parts.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            ref readonly MessagePart part = ref parts[i];
            Number(sink, (int)part.Kinds << 3 | (int)part.Encoding);
            if (i > 0)
            {
                Number(sink, i - 1 - part.Parent);
                Number(sink, part.HeaderOffset - parts[part.Parent].BodyOffset);
            }
            Number(sink, part.HeaderLength);
            Number(sink, part.BodyLength);
            Number(sink, part.Lines);
            Name(sink, part.MediaType);
            Name(sink, part.MediaSubtype);
            Name(sink, part.Charset);
            Text(sink, part.FileName ?? "");
        }
        return sink.ToArray();
    }

    public static MessagePart[] Read(ReadOnlySpan<byte> data)
    {
        if (Number(ref data) != Version)
        {
            throw new InvalidDataException("The part table has an unknown version; rebuild the digest.");
        }
        int count = Number(ref data);
        // A part takes at least 9 bytes, so a false count cannot ask for much memory.
        if (count == 0 || count > data.Length / 8)
        {
            throw Corrupt();
        }
        var parts = new MessagePart[count];
        var children = new int[count];
        for (int i = 0; i < count; i++)
        {
            int what = Number(ref data);
            int parent = -1;
            int offset = 0;
            if (i > 0)
            {
                parent = i - 1 - Number(ref data);
                if (parent < 0)
                {
                    throw Corrupt();
                }
                offset = Add(parts[parent].BodyOffset, Number(ref data));
            }
            int headerLength = Number(ref data);
            int bodyLength = Number(ref data);
            int end = Add(Add(offset, headerLength), bodyLength);
            if ((what & 7) > (int)TransferEncoding.Unknown || what >> 3 > 63
                || (i > 0 && end > parts[parent].BodyOffset + parts[parent].BodyLength))
            {
                throw Corrupt();
            }
            int ordinal = parent < 0 ? 1 : ++children[parent];
            parts[i] = new MessagePart(
                parent, ordinal, (PartKinds)(what >> 3), (TransferEncoding)(what & 7), offset, headerLength, bodyLength,
                Number(ref data), Name(ref data) ?? "", Name(ref data) ?? "", Name(ref data),
                Text(ref data) is { Length: > 0 } name ? name : null);
        }
        return data.IsEmpty ? parts : throw Corrupt();
    }

    private static InvalidDataException Corrupt() => new("The part table is damaged; rebuild the digest.");

    private static int Add(int a, int b) => a + (long)b <= int.MaxValue ? a + b : throw Corrupt();

    private static void Number(ByteSink sink, int value)
    {
        uint rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            sink.Add((byte)(rest | 0x80));
        }
        sink.Add((byte)rest);
    }

    private static int Number(ref ReadOnlySpan<byte> data)
    {
        uint value = 0;
        for (int i = 0; i < 5 && i < data.Length; i++)
        {
            byte b = data[i];
            if (i == 4 && b > 7)
            {
                break;
            }
            value |= (uint)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                data = data[(i + 1)..];
                return (int)value;
            }
        }
        throw Corrupt();
    }

    private static void Name(ByteSink sink, string? name)
    {
        int known = name is null ? 0 : CommonNames.IndexOf(name) + 1;
        if (name is not null && known == 0)
        {
            Number(sink, Spelled);
            Text(sink, name);
            return;
        }
        Number(sink, known);
    }

    private static string? Name(ref ReadOnlySpan<byte> data)
    {
        int known = Number(ref data);
        return known == 0 ? null : known == Spelled ? Text(ref data) : CommonNames.At(known - 1) ?? throw Corrupt();
    }

    private static void Text(ByteSink sink, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Number(sink, length);
        sink.Advance(Encoding.UTF8.GetBytes(text, sink.Reserve(length)));
    }

    private static string Text(ref ReadOnlySpan<byte> data)
    {
        int length = Number(ref data);
        if (length > data.Length)
        {
            throw Corrupt();
        }
        string text = Encoding.UTF8.GetString(data[..length]);
        data = data[length..];
        return text;
    }
}
