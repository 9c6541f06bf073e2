using System.Buffers;

namespace Port143.Storage.Digest;

/// <summary>
/// Splits an address field (RFC 5322 section 3.4) into tokens. What is opened and never closed counts as plain text, and
/// is looked for only once, so the time stays linear.
/// </summary>
internal ref struct AddressLexer(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create(" \t\r\n\0(\"<>@,;:["u8);

    private const int LongestLiteral = 256;

    private readonly ReadOnlySpan<byte> _text = text;
    private bool _noComments;
    private bool _noQuotes;

    /// <summary>Where the token begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the token ends, and the next begins.</summary>
    public int End { get; private set; }

    /// <summary>What the token is.</summary>
    public AddressToken Kind { get; private set; }

    /// <summary>The token, without its parentheses or quotes, its escapes not undone.</summary>
    public readonly ReadOnlySpan<byte> Text =>
        Kind is AddressToken.Comment or AddressToken.Quoted ? _text[(Start + 1)..(End - 1)] : _text[Start..End];

    /// <summary>Whether the token is this special character.</summary>
    public readonly bool Is(char special) => Kind == AddressToken.Special && _text[Start] == special;

    public bool MoveNext()
    {
        Start = End;
        if (Start == _text.Length)
        {
            return false;
        }
        switch (_text[Start])
        {
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0:
                int blanks = _text[Start..].IndexOfAnyExcept(" \t\r\n\0"u8);
                End = blanks < 0 ? _text.Length : Start + blanks;
                Kind = AddressToken.Blank;
                return true;
            case (byte)'(' when !_noComments:
                if (Closes(true))
                {
                    Kind = AddressToken.Comment;
                    return true;
                }
                _noComments = true;
                break;
            case (byte)'"' when !_noQuotes:
                if (Closes(false))
                {
                    Kind = AddressToken.Quoted;
                    return true;
                }
                _noQuotes = true;
                break;
            case (byte)'[':
                int close = _text.Slice(Start, Math.Min(LongestLiteral, _text.Length - Start)).IndexOf((byte)']');
                if (close > 0)
                {
                    End = Start + close + 1;
                    Kind = AddressToken.Text;
                    return true;
                }
                break;
            case (byte)'<' or (byte)'>' or (byte)'@' or (byte)',' or (byte)';' or (byte)':':
                End = Start + 1;
                Kind = AddressToken.Special;
                return true;
        }
        int length = _text[(Start + 1)..].IndexOfAny(Ends);
        End = length < 0 ? _text.Length : Start + 1 + length;
        Kind = AddressToken.Text;
        return true;
    }

    private bool Closes(bool comment)
    {
        int depth = 1;
        for (int i = Start + 1; i < _text.Length; i++)
        {
            byte b = _text[i];
            if (b == '\\')
            {
                i++;
            }
            else if (comment && b == '(')
            {
                depth++;
            }
            else if (b == (comment ? ')' : '"') && --depth == 0)
            {
                End = i + 1;
                return true;
            }
        }
        return false;
    }
}
