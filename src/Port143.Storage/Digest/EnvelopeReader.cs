using Port143.Mail;

namespace Port143.Storage.Digest;

/// <summary>
/// Reads values out of an ENVELOPE that <see cref="EnvelopeWriter"/> wrote, without parsing the message again. Fields are
/// numbered as they stand there: 0 date, 1 subject, 2 from, 3 sender, 4 reply-to, 5 to, 6 cc, 7 bcc, 8 in-reply-to,
/// 9 message-id.
/// </summary>
public static class EnvelopeReader
{
    /// <summary>The subject as a reader sees it: decoded to Unicode; empty when there is none.</summary>
    public static string Subject(ReadOnlySpan<byte> envelope) => HeaderDecoder.Decode(Text(Field(envelope, 1)));

    /// <summary>The bytes of one of the fields that are strings; empty for NIL.</summary>
    public static ReadOnlySpan<byte> String(ReadOnlySpan<byte> envelope, int field) => Text(Field(envelope, field));

    /// <summary>The addr-mailbox of the first address of a field; empty when there is none.</summary>
    public static string FirstMailbox(ReadOnlySpan<byte> envelope, int field) =>
        HeaderText.Guess(Text(Part(FirstAddress(envelope, field), 2)));

    /// <summary>What the first address of a field is displayed as (RFC 5957 section 3): its name, or else the address.</summary>
    public static string FirstDisplay(ReadOnlySpan<byte> envelope, int field)
    {
        ReadOnlySpan<byte> address = FirstAddress(envelope, field);
        string name = HeaderDecoder.Decode(Text(Part(address, 0)));
        if (name.Length > 0)
        {
            return name;
        }
        ReadOnlySpan<byte> mailbox = Part(address, 2), host = Part(address, 3);
        return IsNil(mailbox) ? ""
            : IsNil(host) ? HeaderText.Guess(Text(mailbox))
            : $"{HeaderText.Guess(Text(mailbox))}@{HeaderText.Guess(Text(host))}";
    }

    private static ReadOnlySpan<byte> FirstAddress(ReadOnlySpan<byte> envelope, int field)
    {
        ReadOnlySpan<byte> list = Field(envelope, field);
        return list.Length > 2 && list[0] == '(' ? list[1..Math.Max(1, 1 + TokenLength(list[1..]))] : default;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> envelope, int field) => Part(envelope, field);

    // The n-th token of a list in parentheses.
    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> list, int n)
    {
        if (list.IsEmpty || list[0] != '(')
        {
            return default;
        }
        list = list[1..];
        for (; !list.IsEmpty && list[0] != ')'; n--)
        {
            int length = TokenLength(list);
            if (n == 0)
            {
                return list[..length];
            }
            list = list[length..];
            list = !list.IsEmpty && list[0] == ' ' ? list[1..] : list;
        }
        return default;
    }

    // A string, NIL, or a list with all that is in it.
    private static int TokenLength(ReadOnlySpan<byte> text)
    {
        int at = 0, depth = 0;
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
                    at = EndOfQuoted(text, at + 1);
                    break;
                case (byte)'{':
                    at += LiteralStart(text[at..], out int size) + size;
                    break;
                case (byte)' ':
                    at++;
                    break;
                default:
                    int word = text[at..].IndexOfAny((byte)' ', (byte)')');
                    at = word < 0 ? text.Length : at + Math.Max(1, word);
                    break;
            }
        }
        while (depth > 0 && at < text.Length);
        return Math.Min(at, text.Length);
    }

    private static int EndOfQuoted(ReadOnlySpan<byte> text, int at)
    {
        while (text[at..].IndexOfAny((byte)'"', (byte)'\\') is var next and >= 0)
        {
            at += next;
            if (text[at] == '"')
            {
                return at + 1;
            }
            at = Math.Min(at + 2, text.Length);
        }
        return text.Length;
    }

    // "{" number "}" CRLF; the length of that
    private static int LiteralStart(ReadOnlySpan<byte> text, out int size)
    {
        size = AsciiDigits.TryRead(text[1..], (ulong)text.Length, out ulong number, out int digits) ? (int)number : 0;
        return Math.Min(digits + 4, text.Length);
    }

    private static bool IsNil(ReadOnlySpan<byte> token) => token.IsEmpty || token.SequenceEqual("NIL"u8);

    // The bytes of a string without its quotes or its announcement.
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> token)
    {
        if (IsNil(token))
        {
            return default;
        }
        if (token[0] == '{')
        {
            int start = LiteralStart(token, out int size);
            return token.Slice(start, Math.Min(size, token.Length - start));
        }
        ReadOnlySpan<byte> quoted = token[1..^1];
        if (!quoted.Contains((byte)'\\'))
        {
            return quoted;
        }
        byte[] plain = new byte[quoted.Length];
        int length = 0;
        for (int i = 0; i < quoted.Length; i++)
        {
            i += quoted[i] == '\\' && i + 1 < quoted.Length ? 1 : 0;
            plain[length++] = quoted[i];
        }
        return plain.AsSpan(0, length);
    }
}
