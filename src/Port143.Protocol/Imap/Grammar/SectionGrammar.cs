using System.Text;
using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>What stands in the brackets of BODY[...] and BINARY[...], and the partial range behind them.</summary>
internal static class SectionGrammar
{
    private const int MaxDepth = 100;
    private const int MaxFields = 200;

    // "BODY" [".PEEK"] section ["<" number64 "." nz-number64 ">"]; RFC 9051 section 9
    public static bool Body(ref ImapScanner scanner, bool peek, out FetchItem? item)
    {
        item = null;
        if (!Section(ref scanner, out SectionPath? section) || !Partial(ref scanner, out PartialRange? partial))
        {
            return false;
        }
        item = new BodySectionItem(section!, partial, peek);
        return true;
    }

    // "BINARY" [".PEEK"] section-binary [partial]; RFC 9051 section 9
    public static bool Binary(ref ImapScanner scanner, bool peek, out FetchItem? item)
    {
        item = null;
        if (!BinarySection(ref scanner, out SectionPath? section) || !Partial(ref scanner, out PartialRange? partial))
        {
            return false;
        }
        item = new BinaryItem(section!, partial, peek);
        return true;
    }

    // "BINARY.SIZE" section-binary; RFC 9051 section 9
    public static bool BinarySize(ref ImapScanner scanner, out FetchItem? item)
    {
        item = null;
        if (!BinarySection(ref scanner, out SectionPath? section))
        {
            return false;
        }
        item = new BinarySizeItem(section!);
        return true;
    }

    // section = "[" [section-spec] "]"; section-spec = section-msgtext / (section-part ["." section-text])
    // section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"; section-text = section-msgtext / "MIME"
    // RFC 9051 section 9. The opening bracket is taken.
    internal static bool Section(ref ImapScanner scanner, out SectionPath? section)
    {
        section = null;
        int start = scanner.Position;
        if (!Parts(ref scanner, out List<int> parts, out bool more))
        {
            return false;
        }
        var kind = SectionKind.All;
        List<string> fields = [];
        if (parts.Count == 0 && scanner.Sees(']'))
        {
            more = false;
        }
        else if (parts.Count == 0 || more)
        {
            if (scanner.TakesWord("HEADER.FIELDS.NOT"u8))
            {
                kind = SectionKind.HeaderFieldsNot;
            }
            else if (scanner.TakesWord("HEADER.FIELDS"u8))
            {
                kind = SectionKind.HeaderFields;
            }
            else if (scanner.TakesWord("HEADER"u8))
            {
                kind = SectionKind.Header;
            }
            else if (scanner.TakesWord("TEXT"u8))
            {
                kind = SectionKind.Text;
            }
            else if (parts.Count > 0 && scanner.TakesWord("MIME"u8))
            {
                kind = SectionKind.Mime;
            }
            else
            {
                return scanner.Fail("There is no such section");
            }
            if (kind is SectionKind.HeaderFields or SectionKind.HeaderFieldsNot && !(scanner.Space() && Fields(ref scanner, fields)))
            {
                return false;
            }
        }
        byte[] echo = Echo(scanner.Slice(start, scanner.Position), kind, parts, fields);
        if (!scanner.Expects(']'))
        {
            return false;
        }
        section = new SectionPath([.. parts], kind, fields, echo);
        return true;
    }

    // section-binary = "[" [section-part] "]"; RFC 9051 section 9
    private static bool BinarySection(ref ImapScanner scanner, out SectionPath? section)
    {
        section = null;
        int start = scanner.Position;
        if (!Parts(ref scanner, out List<int> parts, out bool more))
        {
            return false;
        }
        byte[] echo = scanner.Slice(start, scanner.Position).ToArray();
        if (more || !scanner.Expects(']'))
        {
            return scanner.Fail("BINARY takes a part number");
        }
        section = new SectionPath([.. parts], SectionKind.All, [], echo);
        return true;
    }

    // section-part = nz-number *("." nz-number); RFC 9051 section 9. "more" says that a "." follows the last number.
    private static bool Parts(ref ImapScanner scanner, out List<int> parts, out bool more)
    {
        parts = [];
        more = false;
        while (!scanner.Rest.IsEmpty && scanner.Rest[0] is >= (byte)'0' and <= (byte)'9')
        {
            if (parts.Count == MaxDepth)
            {
                return scanner.Fail("A part number is too deep");
            }
            if (!scanner.NonZero(out uint part))
            {
                return false;
            }
            parts.Add((int)Math.Min(part, int.MaxValue));
            more = scanner.Takes('.');
            if (!more)
            {
                return true;
            }
        }
        return true;
    }

    // header-list = "(" header-fld-name *(SP header-fld-name) ")"; header-fld-name = astring; RFC 9051 section 9
    private static bool Fields(ref ImapScanner scanner, List<string> fields)
    {
        if (!scanner.Expects('('))
        {
            return false;
        }
        do
        {
            if (!scanner.AString(out ReadOnlySpan<byte> name))
            {
                return false;
            }
            if (fields.Count == MaxFields)
            {
                return scanner.Fail("Too many header fields");
            }
            // A field name is printable ASCII without a colon (RFC 5322 section 2.2); nothing else can be found or echoed.
            if (name.IsEmpty || name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0 || name.Contains((byte)':'))
            {
                return scanner.Fail("That is not the name of a header field");
            }
            fields.Add(Encoding.ASCII.GetString(name));
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }

    // What the client wrote is what it looks for in the response; literals and quotes are spelled anew.
    private static byte[] Echo(ReadOnlySpan<byte> written, SectionKind kind, List<int> parts, List<string> fields)
    {
        if (fields.Count == 0 || written.IndexOfAny((byte)'"', (byte)'{') < 0)
        {
            return written.ToArray();
        }
        string prefix = parts.Count == 0 ? "" : string.Join('.', parts) + ".";
        string word = kind == SectionKind.HeaderFields ? "HEADER.FIELDS" : "HEADER.FIELDS.NOT";
        IEnumerable<string> names = fields.Select(f => f.AsSpan().IndexOfAny("(){%*\"\\]") >= 0 ? $"\"{f.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : f);
        return Encoding.ASCII.GetBytes($"{prefix}{word} ({string.Join(' ', names)})");
    }

    // partial = "<" number64 "." nz-number64 ">"; RFC 9051 section 9. Without a count, which other servers take, it is all the rest.
    private static bool Partial(ref ImapScanner scanner, out PartialRange? partial)
    {
        partial = null;
        if (!scanner.Takes('<'))
        {
            return true;
        }
        long count = long.MaxValue;
        if (!scanner.Number64(out long offset) || scanner.Takes('.') && !scanner.NonZero64(out count) || !scanner.Expects('>'))
        {
            return false;
        }
        partial = new PartialRange(offset, count);
        return true;
    }
}
