namespace Port143.Server.Tests.Simulator;

/// <summary>Reads a response strictly: one blank between words, no blank where none belongs, nothing left at the end.</summary>
internal sealed class WireReader(string text)
{
    private int _at;

    /// <summary>Reads everything, separated by single blanks.</summary>
    public List<WireNode> ReadAll()
    {
        List<WireNode> nodes = ReadNodes('\0');
        return _at == text.Length ? nodes : throw Odd("something left");
    }

    private List<WireNode> ReadNodes(char end)
    {
        var nodes = new List<WireNode>();
        if (_at < text.Length && text[_at] == end)
        {
            return nodes;
        }
        while (true)
        {
            nodes.Add(ReadNode());
            if (_at < text.Length && text[_at] == ' ')
            {
                _at++;
            }
            else if (_at < text.Length && text[_at] == '(' && nodes[^1].Items is not null)
            {
                // ENVELOPE and BODYSTRUCTURE put lists side by side without a blank.
            }
            else
            {
                return nodes;
            }
        }
    }

    private WireNode ReadNode()
    {
        if (_at >= text.Length)
        {
            throw Odd("the end");
        }
        switch (text[_at])
        {
            case '(':
                _at++;
                List<WireNode> items = ReadNodes(')');
                Take(')');
                return new WireNode(null, items);
            case '"':
                return ReadQuoted();
            case '{' or '~':
                return ReadLiteral();
            default:
                return ReadWord();
        }
    }

    private WireNode ReadQuoted()
    {
        var value = new System.Text.StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && ++_at < text.Length && text[_at] is not ('\\' or '"'))
            {
                throw Odd("an escape");
            }
            if (text[_at] is '\r' or '\n' or '\0')
            {
                throw Odd("a control character in a quoted string");
            }
            value.Append(text[_at]);
        }
        Take('"');
        return new WireNode(value.ToString(), null, IsQuoted: true);
    }

    private WireNode ReadLiteral()
    {
        int end = text.IndexOf("}\r\n", _at, StringComparison.Ordinal);
        int begin = text.IndexOf('{', _at) + 1;
        int length = int.Parse(text.AsSpan(begin, end - begin));
        _at = end + 3 + length;
        return new WireNode(text.Substring(end + 3, length), null, IsQuoted: true);
    }

    // A word may hold brackets with anything between them: BODY[HEADER.FIELDS (TO)]<0>.
    private WireNode ReadWord()
    {
        int begin = _at, depth = 0;
        for (; _at < text.Length; _at++)
        {
            char c = text[_at];
            if (c == '[')
            {
                depth++;
            }
            else if (c == ']' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0 && (c is ' ' or '(' or ')' or '"' or '{' || c < ' '))
            {
                break;
            }
        }
        return _at > begin ? new WireNode(text[begin.._at], null) : throw Odd("a blank");
    }

    private void Take(char wanted)
    {
        if (_at >= text.Length || text[_at] != wanted)
        {
            throw Odd($"{wanted} missing");
        }
        _at++;
    }

    private InvalidDataException Odd(string what) => new($"{what} at {_at} in: {text}");
}
