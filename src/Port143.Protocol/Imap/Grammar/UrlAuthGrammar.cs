using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>GENURLAUTH, RESETKEY and URLFETCH.</summary>
internal static class UrlAuthGrammar
{
    private const int MaxUrls = 100;
    private const int MaxUrl = 4096;

    // genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism); RFC 4467 section 9
    public static GenUrlAuthCommand? ParseGenerate(ref ImapScanner scanner, string tag)
    {
        var urls = new List<(string, string)>();
        do
        {
            if (!scanner.Space() || !Url(ref scanner, out string url) || !scanner.Space() || !scanner.AtomText(out string? mechanism)
                || IsTooMany(ref scanner, urls.Count))
            {
                return null;
            }
            urls.Add((url, mechanism.ToUpperInvariant()));
        }
        while (scanner.Sees(' '));
        return new GenUrlAuthCommand(tag, urls);
    }

    // resetkey = "RESETKEY" [SP mailbox *(SP mechanism)]; RFC 4467 section 9
    public static ResetKeyCommand? ParseReset(ref ImapScanner scanner, string tag)
    {
        var mechanisms = new List<string>();
        if (!scanner.Takes(' '))
        {
            return new ResetKeyCommand(tag, null, mechanisms);
        }
        if (!scanner.Mailbox(out string? mailbox))
        {
            return null;
        }
        while (scanner.Takes(' '))
        {
            if (!scanner.AtomText(out string? mechanism) || IsTooMany(ref scanner, mechanisms.Count))
            {
                return null;
            }
            mechanisms.Add(mechanism.ToUpperInvariant());
        }
        return new ResetKeyCommand(tag, mailbox, mechanisms);
    }

    // urlfetch = "URLFETCH" 1*(SP url-full); RFC 4467 section 9
    // url-full =/ "(" url-full *(SP url-fetch-param) ")"; RFC 5524 section 5
    public static UrlFetchCommand? ParseFetch(ref ImapScanner scanner, string tag)
    {
        var urls = new List<UrlFetchItem>();
        do
        {
            if (!scanner.Space() || !Item(ref scanner, urls) || IsTooMany(ref scanner, urls.Count - 1))
            {
                return null;
            }
        }
        while (scanner.Sees(' '));
        return new UrlFetchCommand(tag, urls);
    }

    private static bool Item(ref ImapScanner scanner, List<UrlFetchItem> urls)
    {
        bool extended = scanner.Takes('(');
        var data = UrlFetchData.Plain;
        if (!Url(ref scanner, out string url))
        {
            return false;
        }
        while (extended && scanner.Takes(' '))
        {
            UrlFetchData more = scanner.TakesWord("BODYPARTSTRUCTURE"u8) ? UrlFetchData.BodyPartStructure
                : scanner.TakesWord("BINARY"u8) ? UrlFetchData.Binary
                : scanner.TakesWord("BODY"u8) ? UrlFetchData.Body
                : UrlFetchData.Plain;
            if (more == UrlFetchData.Plain || (data & more) != 0)
            {
                return scanner.Fail("URLFETCH gives BODY, BINARY and BODYPARTSTRUCTURE, each once");
            }
            data |= more;
        }
        if (data.HasFlag(UrlFetchData.Body | UrlFetchData.Binary))
        {
            return scanner.Fail("BODY and BINARY cannot be had together");
        }
        urls.Add(new UrlFetchItem(url, data));
        return !extended || scanner.Expects(')');
    }

    private static bool Url(ref ImapScanner scanner, out string url)
    {
        url = "";
        if (!scanner.AString(out ReadOnlySpan<byte> bytes))
        {
            return false;
        }
        if (bytes.Length > MaxUrl)
        {
            return scanner.Fail("A URL is too long");
        }
        url = Encoding.Latin1.GetString(bytes);
        return true;
    }

    private static bool IsTooMany(ref ImapScanner scanner, int count) => count >= MaxUrls && !scanner.Fail("Too many URLs");
}
