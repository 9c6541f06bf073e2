using System.Text;

namespace Port143.Storage.Tests.Digest;

/// <summary>
/// A strict reader of ENVELOPE, BODY and BODYSTRUCTURE as RFC 3501 section 9 has them. It throws on anything else, as a
/// strict client would.
/// </summary>
internal sealed class WireChecker(byte[] wire)
{
    private int _at;

    public static int Envelope(byte[] wire)
    {
        var checker = new WireChecker(wire);
        int addresses = checker.Envelope();
        checker.End();
        return addresses;
    }

    /// <summary>Checks a structure and returns the number of its leaves.</summary>
    public static int Structure(byte[] wire, bool extended)
    {
        var checker = new WireChecker(wire);
        int leaves = checker.Body(extended, 0);
        checker.End();
        return leaves;
    }

    private void End() => Check(_at == wire.Length, "bytes are left over");

    private int Envelope()
    {
        Expect('(');
        NString();
        Space();
        NString();
        int addresses = 0;
        for (int i = 0; i < 6; i++)
        {
            Space();
            addresses += Addresses();
        }
        Space();
        NString();
        Space();
        NString();
        Expect(')');
        return addresses;
    }

    private int Addresses()
    {
        if (TryNil())
        {
            return 0;
        }
        int count = 0;
        bool group = false;
        Expect('(');
        do
        {
            Expect('(');
            string? name = NString();
            Space();
            string? route = NString();
            Space();
            string? mailbox = NString();
            Space();
            string? host = NString();
            Expect(')');
            if (host is null)
            {
                Check(name is null && route is null, "a mark has a name");
                Check(group == mailbox is null, "a group begins inside a group or ends outside");
                group = mailbox is not null;
            }
            else
            {
                Check(mailbox is not null, "a host without mailbox");
            }
            count++;
        }
        while (Peek() == '(');
        Check(!group, "a group does not end");
        Expect(')');
        return count;
    }

    private int Body(bool extended, int depth)
    {
        Check(depth < 250, "too deep");
        int leaves = 0;
        Expect('(');
        if (Peek() == '(')
        {
            while (Peek() == '(')
            {
                leaves += Body(extended, depth + 1);
            }
            Space();
            String();
            if (extended)
            {
                Space();
                Parameters();
                CommonExtension();
            }
        }
        else
        {
            leaves = 1;
            string type = String();
            Space();
            string subtype = String();
            Space();
            Parameters();
            Space();
            NString();
            Space();
            NString();
            Space();
            Check(String().Length > 0, "an empty encoding");
            Space();
            Number();
            if (type == "MESSAGE" && subtype is "RFC822" or "GLOBAL")
            {
                Space();
                Envelope();
                Space();
                leaves = Body(extended, depth + 1);
                Space();
                Number();
            }
            else if (type == "TEXT")
            {
                Space();
                Number();
            }
            if (extended)
            {
                Space();
                NString();
                CommonExtension();
            }
        }
        Expect(')');
        return leaves;
    }

    private void CommonExtension()
    {
        Space();
        if (!TryNil())
        {
            Expect('(');
            String();
            Space();
            Parameters();
            Expect(')');
        }
        Space();
        if (Peek() == '(')
        {
            Expect('(');
            String();
            while (Peek() == ' ')
            {
                Space();
                String();
            }
            Expect(')');
        }
        else
        {
            NString();
        }
        Space();
        NString();
    }

    private void Parameters()
    {
        if (TryNil())
        {
            return;
        }
        Expect('(');
        String();
        Space();
        String();
        while (Peek() == ' ')
        {
            Space();
            String();
            Space();
            String();
        }
        Expect(')');
    }

    private string? NString() => TryNil() ? null : String();

    private string String()
    {
        var text = new StringBuilder();
        if (Peek() == '{')
        {
            _at++;
            int length = Number();
            Expect('}');
            Expect('\r');
            Expect('\n');
            Check(length <= wire.Length - _at, "a literal runs over the end");
            foreach (byte b in wire.AsSpan(_at, length))
            {
                Check(b is > 0 and < 0x80, "a literal holds a byte that is no CHAR");
                text.Append((char)b);
            }
            _at += length;
            return text.ToString();
        }
        Expect('"');
        while (Peek() != '"')
        {
            if (Peek() == '\\')
            {
                _at++;
                Check(Peek() is '"' or '\\', "a wrong escape");
            }
            Check(Peek() is > 0 and < 0x80 and not '\r' and not '\n', "a quoted string holds a byte that is no TEXT-CHAR");
            text.Append((char)Peek());
            _at++;
        }
        _at++;
        Check(text.Length < 10_000, "a quoted string is very long");
        return text.ToString();
    }

    private bool TryNil()
    {
        if (_at + 3 <= wire.Length && wire.AsSpan(_at, 3).SequenceEqual("NIL"u8))
        {
            _at += 3;
            return true;
        }
        return false;
    }

    private int Number()
    {
        int start = _at;
        while (Peek() is >= '0' and <= '9')
        {
            _at++;
        }
        Check(_at > start, "a number is missing");
        return (int)long.Parse(Encoding.ASCII.GetString(wire, start, _at - start), System.Globalization.CultureInfo.InvariantCulture);
    }

    private int Peek() => _at < wire.Length ? wire[_at] : -1;

    private void Space() => Expect(' ');

    private void Expect(char c)
    {
        Check(Peek() == c, $"'{c}' expected");
        _at++;
    }

    private void Check(bool condition, string what)
    {
        if (!condition)
        {
            int from = Math.Max(0, _at - 80);
            throw new FormatException(
                $"{what} at {_at}: ...{Encoding.Latin1.GetString(wire, from, _at - from)}<HERE>"
                + Encoding.Latin1.GetString(wire, _at, Math.Min(80, wire.Length - _at)));
        }
    }
}
