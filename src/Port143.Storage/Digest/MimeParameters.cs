using System.Text;
using Port143.Mail;

namespace Port143.Storage.Digest;

/// <summary>
/// The parameters of a field (RFC 2045 section 5.1). The split and percent-encoded forms of RFC 2231 are put together into
/// one plain value. No more than <see cref="DigestLimits.Parameters"/> are read.
/// </summary>
internal static class MimeParameters
{
    /// <summary>Adds the value of a parameter as UTF-8 or as it stands; false when it is absent. The charset of RFC 2231 is undone.</summary>
    public static bool TryGet(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name, ByteSink sink)
    {
        Span<MimeParameter> found = stackalloc MimeParameter[DigestLimits.Parameters];
        if (field.Length > DigestLimits.FieldBytes)
        {
            field = field[..DigestLimits.FieldBytes];
        }
        int count = Read(field, found);
        int plain = -1;
        for (int i = 0; i < count; i++)
        {
            if (Ascii.EqualsIgnoreCase(field[found[i].Name], name))
            {
                if (found[i].IsMarked)
                {
                    if (IsFirst(field, found[..count], i))
                    {
                        Assemble(field, found[..count], i, sink);
                        return true;
                    }
                }
                else if (plain < 0)
                {
                    plain = i;
                }
            }
        }
        if (plain >= 0)
        {
            AddValue(field, found[plain], sink);
        }
        return plain >= 0;
    }

    /// <summary>
    /// Writes <c>body-fld-param</c> (RFC 9051 section 9): the names in capitals, each value once, in 7 bits. A value that
    /// is not ASCII becomes encoded-words: RFC 2047 section 5 does not foresee them here, but clients that read
    /// BODYSTRUCTURE understand them better than <c>name*</c>.
    /// </summary>
    public static void Write(ReadOnlySpan<byte> field, WireWriter wire)
    {
        Span<MimeParameter> found = stackalloc MimeParameter[DigestLimits.Parameters];
        if (field.Length > DigestLimits.FieldBytes)
        {
            field = field[..DigestLimits.FieldBytes];
        }
        int count = Read(field, found);
        found = found[..count];
        bool any = false;
        for (int i = 0; i < count; i++)
        {
            MimeParameter parameter = found[i];
            if (parameter.IsMarked ? !IsFirst(field, found, i) : HasMarked(field, found, field[parameter.Name]))
            {
                continue;
            }
            wire.Sink.Add(any ? (byte)' ' : (byte)'(');
            any = true;
            wire.WriteUpper(field[parameter.Name]);
            wire.Sink.Add((byte)' ');
            ByteSink value = wire.Scratch;
            value.Truncate(0);
            if (parameter.IsMarked)
            {
                Assemble(field, found, i, value);
            }
            else
            {
                AddValue(field, parameter, value);
            }
            wire.WriteClean(value.Written);
        }
        if (any)
        {
            wire.Sink.Add((byte)')');
        }
        else
        {
            wire.WriteNil();
        }
    }

    /// <summary>Splits <c>*( ";" attribute "=" value )</c>. What stands before the first semicolon is passed over.</summary>
    private static int Read(ReadOnlySpan<byte> field, Span<MimeParameter> found)
    {
        int count = 0;
        bool quotes = true;
        int at = field.IndexOf((byte)';');
        while (at >= 0 && count < found.Length)
        {
            at++;
            ReadOnlySpan<byte> rest = HeaderText.SkipBlanks(field[at..]);
            int start = field.Length - rest.Length;
            int stop = rest.IndexOfAny((byte)'=', (byte)';');
            if (stop < 0)
            {
                break;
            }
            at = start + stop;
            if (field[at] == ';')
            {
                continue;
            }
            int nameEnd = start + rest[..stop].TrimEnd(" \t\r\n"u8).Length;
            int value = field.Length - HeaderText.SkipBlanks(field[(at + 1)..]).Length;
            (int valueEnd, bool quoted) = EndOfValue(field, value, IsFileName(field[start..nameEnd]), ref quotes);
            if (nameEnd > start)
            {
                found[count++] = Describe(field, start, nameEnd, quoted ? value + 1 : value, valueEnd, quoted);
            }
            int next = field[valueEnd..].IndexOf((byte)';');
            at = next < 0 ? -1 : valueEnd + next;
        }
        return count;
    }

    /// <summary>A name without quotes around it may hold blanks; no other value does.</summary>
    private static bool IsFileName(ReadOnlySpan<byte> name) =>
        name.Length >= 4 && (Ascii.EqualsIgnoreCase(name[..4], "name"u8) || Ascii.EqualsIgnoreCase(name[..4], "file"u8));

    private static (int End, bool Quoted) EndOfValue(ReadOnlySpan<byte> field, int start, bool blanks, ref bool quotes)
    {
        if (quotes && start < field.Length && field[start] == '"')
        {
            for (int i = start + 1; i < field.Length; i++)
            {
                if (field[i] == '\\')
                {
                    i++;
                }
                else if (field[i] == '"')
                {
                    return (i, true);
                }
            }
            // A quote that never closes is looked for once only.
            quotes = false;
        }
        int end = field[start..].IndexOf((byte)';');
        end = end < 0 ? field.Length : start + end;
        ReadOnlySpan<byte> value = field[start..end];
        int cut = blanks ? value.IndexOf(" ("u8) : value.IndexOfAny(" \t\r\n("u8);
        value = (cut < 0 ? value : value[..cut]).TrimEnd(" \t\r\n"u8);
        return (start + value.Length, false);
    }

    private static MimeParameter Describe(ReadOnlySpan<byte> field, int name, int nameEnd, int value, int valueEnd, bool quoted)
    {
        ReadOnlySpan<byte> text = field[name..nameEnd];
        int section = -1;
        bool extended = false;
        int star = text.IndexOf((byte)'*');
        if (star > 0)
        {
            ReadOnlySpan<byte> marks = text[(star + 1)..];
            extended = marks.IsEmpty || marks[^1] == '*';
            if (!marks.IsEmpty && marks[^1] == '*')
            {
                marks = marks[..^1];
            }
            nameEnd = name + star;
            if (!marks.IsEmpty)
            {
                // A number out of bounds goes the way of a section after a gap.
                section = AsciiDigits.TryParse(marks, DigestLimits.Parameters, out ulong number) ? (int)number : int.MaxValue;
            }
        }
        return new MimeParameter(name..nameEnd, value..valueEnd, quoted, section, extended);
    }

    /// <summary>Whether a marked parameter is the one that stands for its name: <c>name*</c>, or else section 0, and the first of them.</summary>
    private static bool IsFirst(ReadOnlySpan<byte> field, ReadOnlySpan<MimeParameter> found, int index)
    {
        if (found[index].Section > 0)
        {
            return false;
        }
        ReadOnlySpan<byte> name = field[found[index].Name];
        for (int i = 0; i < found.Length; i++)
        {
            if (i != index && found[i].IsMarked && found[i].Section <= 0 && Ascii.EqualsIgnoreCase(field[found[i].Name], name)
                && (found[i].Section < found[index].Section || (found[i].Section == found[index].Section && i < index)))
            {
                return false;
            }
        }
        return true;
    }

    private static bool HasMarked(ReadOnlySpan<byte> field, ReadOnlySpan<MimeParameter> found, ReadOnlySpan<byte> name)
    {
        foreach (MimeParameter parameter in found)
        {
            if (parameter.IsMarked && parameter.Section <= 0 && Ascii.EqualsIgnoreCase(field[parameter.Name], name))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Puts the sections together up to the first gap, and turns the charset of the first one into UTF-8.</summary>
    private static void Assemble(ReadOnlySpan<byte> field, ReadOnlySpan<MimeParameter> found, int first, ByteSink sink)
    {
        int start = sink.Length;
        ReadOnlySpan<byte> value = field[found[first].Value];
        ReadOnlySpan<byte> charset = default;
        if (found[first].Extended)
        {
            int quote = value.IndexOf((byte)'\'');
            int second = quote < 0 ? -1 : value[(quote + 1)..].IndexOf((byte)'\'');
            if (second >= 0)
            {
                charset = value[..quote];
                value = value[(quote + second + 2)..];
            }
            Unescape(value, sink);
        }
        else
        {
            AddValue(field, found[first], sink);
        }
        for (int section = 1; found[first].Section == 0; section++)
        {
            int next = -1;
            for (int i = 0; i < found.Length && next < 0; i++)
            {
                if (found[i].Section == section && Ascii.EqualsIgnoreCase(field[found[i].Name], field[found[first].Name]))
                {
                    next = i;
                }
            }
            if (next < 0)
            {
                break;
            }
            if (found[next].Extended)
            {
                Unescape(field[found[next].Value], sink);
            }
            else
            {
                AddValue(field, found[next], sink);
            }
        }
        // ISO-2022 and UTF-7 write other scripts in ASCII bytes, so the name decides, not the bytes.
        string name = charset.IsEmpty ? "" : CommonNames.Lower(charset);
        if (name is not ("" or "us-ascii" or "utf-8"))
        {
            string text = Charsets.Decode(sink.Written[start..], name);
            sink.Truncate(start);
            sink.Add(Encoding.UTF8.GetBytes(text));
        }
    }

    private static void AddValue(ReadOnlySpan<byte> field, MimeParameter parameter, ByteSink sink)
    {
        ReadOnlySpan<byte> value = field[parameter.Value];
        if (!value.ContainsAny("\\\r\n\0"u8))
        {
            sink.Add(value);
            return;
        }
        for (int i = 0; i < value.Length; i++)
        {
            byte b = value[i];
            if (b == '\\' && parameter.Quoted && i + 1 < value.Length)
            {
                b = value[++i];
            }
            if (b is not ((byte)'\r' or (byte)'\n' or 0))
            {
                sink.Add(b);
            }
        }
    }

    private static void Unescape(ReadOnlySpan<byte> value, ByteSink sink)
    {
        for (int i = 0; i < value.Length; i++)
        {
            byte b = value[i];
            if (b == '%' && i + 2 < value.Length && Hex(value[i + 1]) is var high and >= 0 && Hex(value[i + 2]) is var low and >= 0)
            {
                b = (byte)(high << 4 | low);
                i += 2;
            }
            else if (b is (byte)'\r' or (byte)'\n')
            {
                continue;
            }
            if (b != 0)
            {
                sink.Add(b);
            }
        }
    }

    private static int Hex(byte b) => char.IsAsciiHexDigit((char)b) ? (b & 0xF) + (b > '9' ? 9 : 0) : -1;
}
