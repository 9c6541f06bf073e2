using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Port143.Protocol.Lmtp;

/// <summary>
/// Paths (RFC 5321 section 4.1.2, with the UTF-8 of RFC 6531 section 3.3). Strict, with two decisions: source routes are
/// read and ignored, as RFC 5321 appendix C asks; an empty quoted local part, which the grammar allows, is refused,
/// because nobody can have that address.
/// </summary>
internal static class LmtpPathGrammar
{
    private const int MaxPath = 256 + 512;
    private const int MaxLocalPart = 64;
    private const int MaxDomain = 255;

    private static readonly SearchValues<byte> AtomBytes = SearchValues.Create(
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8, .. HighBytes()]);

    private static readonly SearchValues<byte> DomainBytes = SearchValues.Create(
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8, .. HighBytes()]);

    private static readonly SearchValues<byte> LiteralBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.:"u8);

    /// <summary>
    /// Takes a path off the start of <paramref name="text"/>.
    /// <code>
    /// Path         = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"
    /// A-d-l        = At-domain *( "," At-domain )
    /// Mailbox      = Local-part "@" ( Domain / address-literal )
    /// Reverse-path = Path / "&lt;&gt;"
    /// Forward-path = Path, or "&lt;Postmaster&gt;"
    /// </code>
    /// </summary>
    public static LmtpPathFault Read(ref ReadOnlySpan<byte> text, bool reverse, bool utf8, out LmtpPath path)
    {
        path = LmtpPath.Null;
        if (text.IsEmpty || text[0] != '<')
        {
            return LmtpPathFault.Syntax;
        }
        if (reverse && text.StartsWith("<>"u8))
        {
            text = text[2..];
            return LmtpPathFault.None;
        }
        ReadOnlySpan<byte> rest = text[1..];
        if (!SkipRoute(ref rest) || !ReadMailbox(ref rest, forward: !reverse, out ReadOnlySpan<byte> mailbox, out bool quoted)
            || rest.IsEmpty || rest[0] != '>' || mailbox.Length > MaxPath)
        {
            return LmtpPathFault.Syntax;
        }
        text = rest[1..];
        if (!Ascii.IsValid(mailbox))
        {
            if (!Utf8.IsValid(mailbox))
            {
                return LmtpPathFault.Syntax;
            }
            if (!utf8)
            {
                return LmtpPathFault.NeedsUtf8;
            }
        }
        string written = Encoding.UTF8.GetString(mailbox);
        path = new LmtpPath(written, quoted ? Unquote(written) : written);
        return LmtpPathFault.None;
    }

    private static bool SkipRoute(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '@')
        {
            return true;
        }
        while (!text.IsEmpty && text[0] == '@')
        {
            text = text[1..];
            if (!ReadDomain(ref text) || text.IsEmpty)
            {
                return false;
            }
            byte next = text[0];
            text = text[1..];
            if (next == ':')
            {
                return true;
            }
            if (next != ',')
            {
                return false;
            }
        }
        return false;
    }

    private static bool ReadMailbox(ref ReadOnlySpan<byte> text, bool forward, out ReadOnlySpan<byte> mailbox, out bool quoted)
    {
        ReadOnlySpan<byte> start = text;
        mailbox = default;
        quoted = !text.IsEmpty && text[0] == '"';
        if (!(quoted ? ReadQuoted(ref text) : ReadDotString(ref text)))
        {
            return false;
        }
        int local = start.Length - text.Length;
        if (local > MaxLocalPart * (quoted ? 2 : 1))
        {
            return false;
        }
        if (forward && !text.IsEmpty && text[0] == '>' && Ascii.EqualsIgnoreCase(start[..local], "postmaster"u8))
        {
            mailbox = start[..local];
            return true;
        }
        if (text.IsEmpty || text[0] != '@')
        {
            return false;
        }
        text = text[1..];
        if (!(text.StartsWith("["u8) ? ReadLiteral(ref text) : ReadDomain(ref text)))
        {
            return false;
        }
        mailbox = start[..(start.Length - text.Length)];
        return true;
    }

    // Dot-string = Atom *("." Atom); UTF-8 counts as atext (RFC 6531).
    private static bool ReadDotString(ref ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(AtomBytes);
        if (length <= 0 || text[0] == '.' || text[length - 1] == '.' || text[..length].IndexOf(".."u8) >= 0)
        {
            return false;
        }
        text = text[length..];
        return true;
    }

    // Quoted-string = DQUOTE *QcontentSMTP DQUOTE, here 1*QcontentSMTP.
    private static bool ReadQuoted(ref ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            byte b = text[i];
            if (b == '"')
            {
                text = text[(i + 1)..];
                return i > 1;
            }
            if (b == '\\' && (++i == text.Length || text[i] >= 0x7F))
            {
                return false;
            }
            if (text[i] < ' ' || text[i] == 0x7F)
            {
                return false;
            }
        }
        return false;
    }

    // Domain = sub-domain *("." sub-domain); sub-domain = Let-dig [Ldh-str] / U-label
    private static bool ReadDomain(ref ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(DomainBytes);
        if (length < 0)
        {
            length = text.Length;
        }
        if (length is 0 or > MaxDomain)
        {
            return false;
        }
        ReadOnlySpan<byte> domain = text[..length];
        foreach (Range range in domain.Split((byte)'.'))
        {
            ReadOnlySpan<byte> label = domain[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }
        }
        text = text[length..];
        return true;
    }

    // address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"
    private static bool ReadLiteral(ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> inner = text[1..];
        int length = inner.IndexOfAnyExcept(LiteralBytes);
        if (length is <= 0 or > MaxDomain - 2 || inner[length] != ']')
        {
            return false;
        }
        text = inner[(length + 1)..];
        return true;
    }

    private static string Unquote(string mailbox)
    {
        var text = new StringBuilder(mailbox.Length);
        int i = 1;
        for (; mailbox[i] != '"'; i++)
        {
            if (mailbox[i] == '\\')
            {
                i++;
            }
            text.Append(mailbox[i]);
        }
        return text.Append(mailbox, i + 1, mailbox.Length - i - 1).ToString();
    }

    private static byte[] HighBytes() => [.. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)];
}
