using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>ID.</summary>
internal static class IdGrammar
{
    private const int MaxPairs = 30;      // RFC 2971 section 3.3
    private const int MaxName = 30;       // RFC 2971 section 3.3
    private const int MaxValue = 1024;    // RFC 2971 section 3.3

    // id = "ID" SP id_params_list; id_params_list = "(" *(string SP nstring) ")" / nil; RFC 2971 section 4.
    // Read leniently: blanks more or less do not matter.
    public static IdCommand? Parse(ref ImapScanner scanner, string tag)
    {
        var fields = new List<IdField>();
        if (!scanner.Space())
        {
            return null;
        }
        if (scanner.TakesWord("NIL"u8))
        {
            return new IdCommand(tag, fields);
        }
        if (!scanner.Expects('('))
        {
            return null;
        }
        while (true)
        {
            while (scanner.Takes(' '))
            {
            }
            if (scanner.Takes(')'))
            {
                return new IdCommand(tag, fields);
            }
            if (!scanner.AString(out ReadOnlySpan<byte> name))
            {
                return null;
            }
            while (scanner.Takes(' '))
            {
            }
            if (!scanner.NString(out ReadOnlySpan<byte> value, out bool isNil))
            {
                return null;
            }
            if (fields.Count == MaxPairs || name.Length > MaxName || value.Length > MaxValue)
            {
                scanner.Fail("ID says too much");
                return null;
            }
            fields.Add(new IdField(Encoding.UTF8.GetString(name), isNil ? null : Encoding.UTF8.GetString(value)));
        }
    }
}
