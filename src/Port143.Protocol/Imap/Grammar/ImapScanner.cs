using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Port143.Mail;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>
/// Reads the common parts of the grammar from one complete message, whose literals stand in it as <c>{n}CRLF</c> and n
/// bytes. Each method reads one rule and says whether it was there; the first failure is remembered as the reason. Nothing
/// here recurses, allocates by announcement or reads beyond the message.
/// </summary>
internal ref struct ImapScanner
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    // ATOM-CHAR = <any CHAR except atom-specials>; RFC 9051 section 9
    private static readonly SearchValues<byte> AtomChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'+,-./:;<=>?@[^_`|}~"u8);

    // ASTRING-CHAR = ATOM-CHAR / resp-specials
    private static readonly SearchValues<byte> AStringChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'+,-./:;<=>?@[]^_`|}~"u8);

    // list-char = ATOM-CHAR / list-wildcards / resp-specials
    private static readonly SearchValues<byte> ListChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'+,-./:;<=>?@[]^_`|}~%*"u8);

    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<int> _bodies;
    private readonly GrammarOptions _options;
    private int _at;

    public ImapScanner(ReadOnlySpan<byte> message, ReadOnlySpan<int> bodyLiteralOffsets, GrammarOptions options)
    {
        _message = message;
        _bodies = bodyLiteralOffsets;
        _options = options;
        Reason = "";
    }

    /// <summary>The first thing that was missing or wrong.</summary>
    public string Reason { get; private set; }

    /// <summary>Whether SEARCH named a charset that is not known.</summary>
    public bool IsBadCharset { get; set; }

    /// <summary>Whether it named one, and a FILTER key (RFC 5466).</summary>
    public bool IsBadCharsetOfFilter { get; set; }

    /// <summary>Whether SEARCH or its kin are to save their result.</summary>
    public bool SavesResult { get; set; }

    /// <summary>Where the scanner stands.</summary>
    public int Position
    {
        readonly get => _at;
        set => _at = value;
    }

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _message[_at..];

    /// <summary>The bytes between two positions.</summary>
    public readonly ReadOnlySpan<byte> Slice(int from, int to) => _message[from..to];

    /// <summary>Remembers a failure; always false.</summary>
    public bool Fail(string reason)
    {
        if (Reason.Length == 0)
        {
            Reason = reason;
        }
        return false;
    }

    /// <summary>Whether the next byte is this one; it is not taken.</summary>
    public readonly bool Sees(char c) => _at < _message.Length && _message[_at] == c;

    /// <summary>Takes a byte if it is the next.</summary>
    public bool Takes(char c)
    {
        if (!Sees(c))
        {
            return false;
        }
        _at++;
        return true;
    }

    /// <summary>Takes a byte that must be there.</summary>
    public bool Expects(char c) => Takes(c) || Fail(c == ' ' ? "A blank is missing" : $"\"{c}\" is missing");

    /// <summary>SP</summary>
    public bool Space() => Expects(' ');

    /// <summary>The end of the message.</summary>
    public bool End() => Rest.IsEmpty || Fail("There is more in the command than it can have");

    /// <summary>Takes a word if it is the next, in any case and not as the beginning of a longer one.</summary>
    public bool TakesWord(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> rest = Rest;
        if (rest.Length < word.Length || !Ascii.EqualsIgnoreCase(rest[..word.Length], word)
            || word[^1] != '[' && rest.Length > word.Length && AtomChars.Contains(rest[word.Length]))
        {
            return false;
        }
        _at += word.Length;
        return true;
    }

    // RFC 9755 section 3: a client that enabled UTF8=ACCEPT names no charset.
    /// <summary>Whether a charset may be named.</summary>
    public bool TakesCharset() => !_options.NoCharset || Fail("With UTF8=ACCEPT every string is UTF-8; name no charset");

    // RFC 9755 section 3: where a command must name a charset, that client names UTF-8.
    /// <summary>Whether a charset may be named other than UTF-8, by a command that names one always.</summary>
    public bool TakesOtherCharset() => !_options.NoCharset || Fail("With UTF8=ACCEPT every string is UTF-8");

    // atom = 1*ATOM-CHAR; RFC 9051 section 9
    public bool Atom(out ReadOnlySpan<byte> atom) => Run(AtomChars, "An atom is missing", out atom);

    /// <summary>An atom as text, at most this long.</summary>
    public bool AtomText([NotNullWhen(true)] out string? text, int max = 64)
    {
        text = null;
        if (!Atom(out ReadOnlySpan<byte> atom))
        {
            return false;
        }
        if (atom.Length > max)
        {
            return Fail("A word is too long");
        }
        text = Encoding.ASCII.GetString(atom);
        return true;
    }

    // number = 1*DIGIT ; Unsigned 32-bit integer; RFC 9051 section 9
    public bool Number(out uint value)
    {
        bool read = Number(uint.MaxValue, out ulong number);
        value = (uint)number;
        return read;
    }

    // number64 = 1*DIGIT ; Unsigned 63-bit integer; RFC 9051 section 9
    public bool Number64(out long value)
    {
        bool read = Number(long.MaxValue, out ulong number);
        value = (long)number;
        return read;
    }

    // nz-number = digit-nz *DIGIT; RFC 9051 section 9
    public bool NonZero(out uint value)
    {
        value = 0;
        return Sees('0') ? Fail("A number cannot begin with 0 here") : Number(out value);
    }

    // nz-number64 = digit-nz *DIGIT; RFC 9051 section 9
    public bool NonZero64(out long value)
    {
        value = 0;
        return Sees('0') ? Fail("A number cannot begin with 0 here") : Number64(out value);
    }

    // string = quoted / literal; RFC 9051 section 9
    public bool String(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return Sees('"') ? Quoted(out bytes) : Sees('{') ? Literal(out bytes) : Fail("A string is missing");
    }

    // literal8 = "~{" number64 ["+"] "}" CRLF *OCTET; RFC 9051 section 9
    public bool Literal8(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return Expects('~') && Octets(out bytes);
    }

    // astring = 1*ASTRING-CHAR / string; RFC 9051 section 9
    public bool AString(out ReadOnlySpan<byte> bytes) =>
        Sees('"') || Sees('{') ? String(out bytes) : Run(AStringChars, "A word or a string is missing", out bytes);

    // nstring = string / nil; RFC 9051 section 9
    public bool NString(out ReadOnlySpan<byte> bytes, out bool isNil)
    {
        isNil = TakesWord("NIL"u8);
        bytes = default;
        return isNil || String(out bytes);
    }

    /// <summary>An astring as text, which must be valid UTF-8.</summary>
    public bool AStringText([NotNullWhen(true)] out string? text)
    {
        text = null;
        return AString(out ReadOnlySpan<byte> bytes) && Decode(bytes, out text);
    }

    // mailbox = "INBOX" / astring; RFC 9051 section 9. Modified UTF-7 unless the client reads UTF-8.
    public bool Mailbox([NotNullWhen(true)] out string? name)
    {
        name = null;
        return AString(out ReadOnlySpan<byte> bytes) && DecodeMailbox(bytes, out name);
    }

    // list-mailbox = 1*list-char / string; RFC 9051 section 9
    public bool ListMailbox([NotNullWhen(true)] out string? pattern)
    {
        pattern = null;
        ReadOnlySpan<byte> bytes;
        return (Sees('"') || Sees('{') ? String(out bytes) : Run(ListChars, "A mailbox pattern is missing", out bytes))
            && DecodeMailbox(bytes, out pattern);
    }

    // flag = "\Answered" / ... / flag-keyword / flag-extension; RFC 9051 section 9
    public bool Flag([NotNullWhen(true)] out string? flag)
    {
        flag = null;
        bool system = Takes('\\');
        if (!AtomText(out string? name))
        {
            return Fail("A flag is missing");
        }
        flag = system ? "\\" + name : name;
        return true;
    }

    // flag-list = "(" [flag *(SP flag)] ")"; RFC 9051 section 9
    public bool FlagList([NotNullWhen(true)] out List<string>? flags)
    {
        flags = null;
        var list = new List<string>();
        if (!Expects('('))
        {
            return false;
        }
        while (!Takes(')'))
        {
            if (list.Count > 0 && !Space() || !Flag(out string? flag))
            {
                return false;
            }
            if (list.Count == FlagSet.MaxKeywords + FlagSet.SystemFlagCount)
            {
                return Fail("Too many flags");
            }
            list.Add(flag);
        }
        flags = list;
        return true;
    }

    // date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE; RFC 9051 section 9
    public bool DateTime(out InternalDate date)
    {
        date = default;
        return Quoted(out ReadOnlySpan<byte> text) && (InternalDate.TryParse(text, out date) || Fail("That is not a date and time"));
    }

    /// <summary>A literal whose bytes went to the session (APPEND): only its announcement stands here.</summary>
    public bool BodyLiteral(out int index, out long size, out bool isBinary)
    {
        index = -1;
        size = 0;
        isBinary = Takes('~');
        if (!Sees('{'))
        {
            return Fail("A message literal is missing");
        }
        if (!Announcement(out size))
        {
            return false;
        }
        index = _bodies.BinarySearch(_at);
        return index >= 0 || Fail("A message literal is not where it can be");
    }

    private bool Number(ulong max, out ulong value)
    {
        if (!AsciiDigits.TryRead(Rest, max, out value, out int length))
        {
            return Fail("A number is missing or too large");
        }
        _at += length;
        return true;
    }

    private bool Run(SearchValues<byte> allowed, string missing, out ReadOnlySpan<byte> run)
    {
        int length = Rest.IndexOfAnyExcept(allowed);
        length = length < 0 ? Rest.Length : length;
        run = Rest[..length];
        _at += length;
        return length > 0 || Fail(missing);
    }

    // quoted = DQUOTE *QUOTED-CHAR DQUOTE; RFC 9051 section 9
    private bool Quoted(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!Expects('"'))
        {
            return false;
        }
        ReadOnlySpan<byte> rest = Rest;
        int length = rest.IndexOfAny("\"\\\r\n\0"u8);
        if (length >= 0 && rest[length] == '"')
        {
            bytes = rest[..length];
            _at += length + 1;
            return IsUtf8(bytes);
        }
        var unescaped = new ArrayBufferWriter<byte>();
        for (int i = 0; i < rest.Length; i++)
        {
            byte b = rest[i];
            if (b == '"')
            {
                bytes = unescaped.WrittenSpan;
                _at += i + 1;
                return IsUtf8(bytes);
            }
            if (b == '\\')
            {
                if (++i >= rest.Length || rest[i] is not ((byte)'"' or (byte)'\\'))
                {
                    break;
                }
                b = rest[i];
            }
            else if (b is 0 or (byte)'\r' or (byte)'\n')
            {
                break;
            }
            unescaped.GetSpan(1)[0] = b;
            unescaped.Advance(1);
        }
        return Fail("A quoted string is broken");
    }

    // uQUOTED-CHAR = QUOTED-CHAR / UTF8-2 / UTF8-3 / UTF8-4; RFC 9755 section 3
    private bool IsUtf8(scoped ReadOnlySpan<byte> quoted) =>
        System.Text.Unicode.Utf8.IsValid(quoted) || Fail("A quoted string is not valid UTF-8");

    // literal = "{" number64 ["+"] "}" CRLF *CHAR8; CHAR8 = %x01-ff; RFC 9051 section 9
    private bool Literal(out ReadOnlySpan<byte> bytes) =>
        Octets(out bytes) && (!bytes.Contains((byte)0) || Fail("A literal cannot hold NUL"));

    private bool Octets(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!Announcement(out long size))
        {
            return false;
        }
        if (size > Rest.Length || _bodies.BinarySearch(_at) >= 0)
        {
            return Fail("A literal stands where none is expected");
        }
        bytes = Rest[..(int)size];
        _at += (int)size;
        return true;
    }

    // "{" number64 ["+"] "}" CRLF
    private bool Announcement(out long size)
    {
        size = 0;
        if (!Takes('{') || !Number64(out size))
        {
            return Fail("A literal is broken");
        }
        Takes('+');
        return Takes('}') && Takes('\r') && Takes('\n') || Fail("A literal is broken");
    }

    private bool Decode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Fail("A string is not valid UTF-8");
        }
        text = StrictUtf8.GetString(bytes);
        return true;
    }

    private bool DecodeMailbox(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? name) =>
        _options.Utf8
            ? Decode(bytes, out name)
            : ModifiedUtf7.TryDecode(bytes, out name) || Fail("A mailbox name is not valid modified UTF-7");
}
