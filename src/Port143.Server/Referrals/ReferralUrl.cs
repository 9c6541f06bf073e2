using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Port143.Mail;

namespace Port143.Server.Referrals;

/// <summary>
/// An IMAP URL (RFC 5092) of a server or of a mailbox, as the administrator wrote it. Where it names no user, the one who is
/// sent there is put in with any mechanism, for a client would sign in as anonymous without one (RFC 2221 section 3).
/// </summary>
public sealed class ReferralUrl
{
    private const string Scheme = "imap://";
    private const string Auth = ";AUTH=";
    private const int MaxLength = 1000;

    private readonly string _userInfo;
    private readonly string _host;
    private readonly string _path;

    private ReferralUrl(string text, string userInfo, string host, string path)
    {
        Text = text;
        _userInfo = userInfo;
        _host = host;
        _path = path;
    }

    /// <summary>The URL as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it names a mailbox; otherwise it names a server.</summary>
    public bool HasMailbox => _path.Length > 0;

    /// <summary>Reads a URL of a server or of a mailbox; false for anything else, messages and IPv6 addresses among it.</summary>
    // imapurl = "imap://" [iuserinfo "@"] host [":" port] ["/" [enc-mailbox]]; RFC 5092 section 11
    public static bool TryParse(string text, [NotNullWhen(true)] out ReferralUrl? url)
    {
        ArgumentNullException.ThrowIfNull(text);
        url = null;
        // A bracket would end the response code that the URL stands in.
        if (text.Length > MaxLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || text.Any(c => c is <= ' ' or > '~' or '"' or '\\' or '[' or ']' or '<' or '>' or '?' or '#'))
        {
            return false;
        }
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string server = slash < 0 ? rest : rest[..slash];
        string path = slash < 0 ? "" : rest[(slash + 1)..];
        int at = server.LastIndexOf('@');
        string host = server[(at + 1)..];
        if (at >= 0 && !IsUserInfo(server[..at]) || !IsHost(host) || path.Contains(';', StringComparison.Ordinal) || !IsEncoded(path)
            || path.StartsWith('/') || path.EndsWith('/'))
        {
            return false;
        }
        url = new ReferralUrl(text, at < 0 ? "" : server[..at], host, path);
        return true;
    }

    /// <summary>The URL for somebody, with what is below the mailbox appended: <c>/a/b</c>, or nothing.</summary>
    public string For(AccountAddress user, string below)
    {
        ArgumentNullException.ThrowIfNull(user);
        string info = _userInfo.Length > 0 ? _userInfo : Encode(user.Value, "") + ";AUTH=*";
        return $"{Scheme}{info}@{_host}/{_path}{Encode(below, "/@:")}";
    }

    // iuserinfo = enc-user [iauth] / [enc-user] iauth; iauth = ";AUTH=" ( "*" / enc-auth-type )
    private static bool IsUserInfo(string text)
    {
        int auth = text.IndexOf(Auth, StringComparison.OrdinalIgnoreCase);
        string user = auth < 0 ? text : text[..auth];
        string mechanism = auth < 0 ? "*" : text[(auth + Auth.Length)..];
        return (user.Length > 0 || auth >= 0) && mechanism.Length > 0
            && !(user + mechanism).AsSpan().ContainsAny(";/:@") && IsEncoded(user) && IsEncoded(mechanism);
    }

    private static bool IsHost(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            && (colon < 0 || ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0);
    }

    // pct-encoded = "%" HEXDIG HEXDIG, of UTF-8
    private static bool IsEncoded(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes.Add((byte)text[i]);
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte one)
                && one != 0)
            {
                bytes.Add(one);
                i += 2;
            }
            else
            {
                return false;
            }
        }
        return Utf8.IsValid([.. bytes]);
    }

    private static string Encode(string text, string also)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            _ = char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c, StringComparison.Ordinal) || also.Contains(c, StringComparison.Ordinal)
                ? encoded.Append(c)
                : encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }
}
