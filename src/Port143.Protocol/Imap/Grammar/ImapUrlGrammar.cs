using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>IMAP URLs (RFC 5092 section 11) with their authorization (RFC 4467 section 9). Only those that name a message.</summary>
internal static class ImapUrlGrammar
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);
    private static readonly string[] DateFormats = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    // imapurl = "imap://" iserver ipath-query / imapurl-rel
    // imessagepart = imailbox-ref iuid [isection] [ipartial] [iurlauth]
    public static bool TryParse(string text, [NotNullWhen(true)] out ImapUrl? url)
    {
        url = null;
        ReadOnlySpan<char> rest = text;
        if (rest.ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }
        string? host = null, user = null;
        if (Takes(ref rest, "imap://"))
        {
            int slash = rest.IndexOf('/');
            if (slash <= 0 || !TryServer(rest[..slash], out host, out user))
            {
                return false;
            }
            rest = rest[slash..];
        }
        else if (rest.StartsWith("//") || rest[..Math.Max(0, rest.IndexOf(';'))].Contains("://", StringComparison.Ordinal))
        {
            return false; // on another server, or of another kind
        }
        bool full = Takes(ref rest, "/");
        if (!TryMailbox(ref rest, out string? mailbox, out uint? validity) || full && mailbox is null
            || !TryNumber(ref rest, out uint uid) || uid == 0)
        {
            return false;
        }
        SectionPath? section = SectionPath.Whole;
        PartialRange? partial = null;
        DateTimeOffset? expire = null;
        if (Takes(ref rest, "/;SECTION=") && !TrySection(Component(ref rest), out section)
            || Takes(ref rest, "/;PARTIAL=") && !TryPartial(ref rest, out partial)
            || Takes(ref rest, ";EXPIRE=") && !TryDate(Component(ref rest), out expire)
            || !TryAuthorization(text, rest, out string? access, out string? mechanism, out string? token, out string rump)
            || expire is not null && access is null)
        {
            return false;
        }
        url = new ImapUrl
        {
            Host = host, User = user, Mailbox = mailbox, IsFullPath = full, UidValidity = validity, Uid = uid, Section = section!,
            Partial = partial, Expire = expire, Access = access, Mechanism = mechanism, Token = token, Rump = rump,
        };
        return true;
    }

    // iserver = [iuserinfo "@"] host [ ":" port ]; iuserinfo = enc-user [iauth] / [enc-user] iauth
    // iauth = ";AUTH=" ( "*" / enc-auth-type )
    private static bool TryServer(ReadOnlySpan<char> text, out string? host, out string? user)
    {
        user = null;
        int at = text.LastIndexOf('@');
        host = text[(at + 1)..].ToString();
        ReadOnlySpan<char> info = text[..Math.Max(at, 0)];
        int auth = info.IndexOf(";AUTH=", StringComparison.OrdinalIgnoreCase);
        info = auth >= 0 ? info[..auth] : info;
        return host.Length > 0 && (info.IsEmpty || TryDecode(info, out user));
    }

    // imailbox-ref = enc-mailbox [uidvalidity]; uidvalidity = ";UIDVALIDITY=" nz-number
    // iuid = "/" iuid-only; iuid-only = ";UID=" nz-number
    private static bool TryMailbox(ref ReadOnlySpan<char> rest, out string? mailbox, out uint? validity)
    {
        mailbox = null;
        validity = null;
        if (Takes(ref rest, ";UID="))
        {
            return true;
        }
        int end = rest.IndexOf("/;UID=", StringComparison.OrdinalIgnoreCase);
        if (end <= 0)
        {
            return false;
        }
        ReadOnlySpan<char> name = rest[..end];
        rest = rest[(end + "/;UID=".Length)..];
        int at = name.IndexOf(";UIDVALIDITY=", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            ReadOnlySpan<char> number = name[(at + ";UIDVALIDITY=".Length)..];
            if (!TryNumber(ref number, out uint value) || !number.IsEmpty)
            {
                return false;
            }
            validity = value;
            name = name[..at];
        }
        return !name.IsEmpty && !name.Contains(';') && TryDecode(name, out mailbox);
    }

    // isection = "/" isection-only; isection-only = ";SECTION=" enc-section
    private static bool TrySection(ReadOnlySpan<char> text, out SectionPath? section)
    {
        section = null;
        if (text.IsEmpty || !TryDecode(text, out string? decoded))
        {
            return false;
        }
        var scanner = new ImapScanner(Encoding.UTF8.GetBytes(decoded + "]"), [], default);
        return SectionGrammar.Section(ref scanner, out section) && scanner.End();
    }

    // partial-range = number ["." nz-number]
    private static bool TryPartial(ref ReadOnlySpan<char> rest, out PartialRange? partial)
    {
        partial = null;
        uint count = 0;
        if (!TryNumber(ref rest, out uint offset) || Takes(ref rest, ".") && (!TryNumber(ref rest, out count) || count == 0))
        {
            return false;
        }
        partial = new PartialRange(offset, count == 0 ? long.MaxValue : count);
        return true;
    }

    // expire = ";EXPIRE=" date-time, of RFC 3339
    private static bool TryDate(ReadOnlySpan<char> text, out DateTimeOffset? date)
    {
        string upper = text.ToString().ToUpperInvariant();
        upper = upper.EndsWith('Z') ? upper[..^1] + "+00:00" : upper;
        bool read = DateTimeOffset.TryParseExact(upper, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset value);
        date = value;
        return read;
    }

    // iurlauth = iurlauth-rump iua-verifier; iurlauth-rump = [expire] ";URLAUTH=" access; iua-verifier = ":" uauth-mechanism ":" enc-urlauth
    // access = ("submit+" enc-user) / ("user+" enc-user) / "authuser" / "anonymous"
    private static bool TryAuthorization(
        string text, ReadOnlySpan<char> rest, out string? access, out string? mechanism, out string? token, out string rump)
    {
        access = mechanism = token = null;
        rump = text;
        if (!Takes(ref rest, ";URLAUTH="))
        {
            return rest.IsEmpty;
        }
        int colon = rest.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? rest : rest[..colon];
        if (name.IsEmpty || name.Contains(';') || !TryDecode(name, out access))
        {
            return false;
        }
        if (colon < 0)
        {
            return true;
        }
        rump = text[..^(rest.Length - colon)];
        ReadOnlySpan<char> verifier = rest[(colon + 1)..];
        int second = verifier.IndexOf(':');
        if (second <= 0 || second == verifier.Length - 1)
        {
            return false;
        }
        mechanism = verifier[..second].ToString();
        token = verifier[(second + 1)..].ToString();
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<char> rest, out uint value)
    {
        int length = rest.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? rest.Length : length;
        bool read = AsciiDigits.TryParse(Encoding.ASCII.GetBytes(rest[..length].ToString()), uint.MaxValue, out ulong number);
        value = (uint)number;
        rest = rest[length..];
        return read;
    }

    // A component goes up to the next one.
    private static ReadOnlySpan<char> Component(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf(';');
        end = end < 0 ? rest.Length : end;
        end = end > 0 && end < rest.Length && rest[end - 1] == '/' ? end - 1 : end;
        ReadOnlySpan<char> text = rest[..end];
        rest = rest[end..];
        return text;
    }

    private static bool Takes(ref ReadOnlySpan<char> rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        rest = rest[word.Length..];
        return true;
    }

    // pct-encoded = "%" HEXDIG HEXDIG, of UTF-8
    private static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        byte[] bytes = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes[length++] = (byte)text[i];
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = byte.Parse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else
            {
                return false;
            }
        }
        if (!System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            return false;
        }
        decoded = StrictUtf8.GetString(bytes, 0, length);
        return true;
    }
}
