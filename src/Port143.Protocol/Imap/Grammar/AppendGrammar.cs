using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>
/// APPEND, with several messages (RFC 3502), literal8 (RFC 3516), UTF8 (RFC 6855) and CATENATE (RFC 4469), and REPLACE
/// (RFC 8508), which takes one message in the same forms.
/// </summary>
public static class AppendGrammar
{
    private const int MaxMessages = 1000;
    private const int MaxUrl = 4096;

    /// <summary>
    /// Parses an APPEND or REPLACE whose next message literal was announced but not read, to learn whether to take it.
    /// </summary>
    /// <param name="head">Everything from the tag up to and with the announcement and its CRLF.</param>
    /// <param name="bodyLiteralOffsets">The offsets just behind the announcements of messages, the one of this included.</param>
    /// <param name="options">What the session enabled.</param>
    /// <param name="parsed">The command so far; its last item is the announced message.</param>
    /// <param name="reason">What is wrong with it.</param>
    public static bool TryParseHead(
        ReadOnlySpan<byte> head, ReadOnlySpan<int> bodyLiteralOffsets, GrammarOptions options, out AppendHead? parsed, out string reason)
    {
        var scanner = new ImapScanner(head, bodyLiteralOffsets, options);
        parsed = null;
        SequenceSet replaced = SequenceSet.SavedResult;
        if (ImapGrammar.Tag(ref scanner, out string? tag) && scanner.Space() && ImapGrammar.Verb(ref scanner, out string verb)
            && scanner.Space() && (verb == "APPEND" || SequenceSetGrammar.ParseNumber(ref scanner, out replaced) && scanner.Space())
            && scanner.Mailbox(out string? mailbox))
        {
            var items = new List<AppendItem>();
            do
            {
                if (!Item(ref scanner, items, isHead: true))
                {
                    reason = scanner.Reason;
                    return false;
                }
            }
            while (scanner.Rest.Length > 0);
            parsed = new AppendHead(tag!, mailbox, items, verb == "APPEND" ? null : replaced, verb == "UID REPLACE");
            if (parsed.Replaced is not null && items.Count > 1)
            {
                parsed = null;
                scanner.Fail("REPLACE takes one message");
            }
        }
        reason = scanner.Reason;
        return parsed is not null;
    }

    // append = "APPEND" SP mailbox 1*append-message; RFC 3502 section 6.3.11
    internal static AppendCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space() || !scanner.Mailbox(out string? mailbox))
        {
            return null;
        }
        var items = new List<AppendItem>();
        do
        {
            if (!Item(ref scanner, items, isHead: false))
            {
                return null;
            }
        }
        while (scanner.Sees(' '));
        return new AppendCommand(tag, mailbox, items);
    }

    // replace = "REPLACE" SP seq-number SP mailbox append-message; RFC 8508 section 5
    internal static ReplaceCommand? ParseReplace(ref ImapScanner scanner, string tag, bool uid)
    {
        var items = new List<AppendItem>();
        return scanner.Space() && SequenceSetGrammar.ParseNumber(ref scanner, out SequenceSet message) && scanner.Space()
            && scanner.Mailbox(out string? mailbox) && Item(ref scanner, items, isHead: false)
            ? new ReplaceCommand(tag, uid, message, mailbox, items[0])
            : null;
    }

    // append-message = [SP flag-list] [SP date-time] SP append-data; append-data = literal / literal8 / append-data-ext
    // append-data-ext =/ "UTF8" SP "(" literal8 ")"; RFC 4466 section 3, RFC 6855 section 4
    // append-data =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"; RFC 4469 section 5
    // "isHead" says that the command ends with the announcement of a message, which has not come yet.
    private static bool Item(ref ImapScanner scanner, List<AppendItem> items, bool isHead)
    {
        if (items.Count == MaxMessages)
        {
            return scanner.Fail("Too many messages");
        }
        List<string>? flags = [];
        InternalDate? date = null;
        if (!scanner.Space())
        {
            return false;
        }
        if (scanner.Sees('('))
        {
            if (!scanner.FlagList(out flags) || !scanner.Space())
            {
                return false;
            }
        }
        if (scanner.Sees('"'))
        {
            if (!scanner.DateTime(out InternalDate given) || !scanner.Space())
            {
                return false;
            }
            date = given;
        }
        if (scanner.TakesWord("CATENATE"u8))
        {
            var parts = new List<CatenatePart>();
            if (!Parts(ref scanner, parts, isHead))
            {
                return false;
            }
            items.Add(new AppendItem(flags, date, -1, 0, Binary: true, Utf8: false, parts));
            return true;
        }
        if (!Message(ref scanner, isHead, out bool utf8, out int literal, out long size, out bool binary))
        {
            return false;
        }
        items.Add(new AppendItem(flags, date, literal, size, binary, utf8));
        return true;
    }

    private static bool Message(ref ImapScanner scanner, bool isHead, out bool utf8, out int literal, out long size, out bool binary)
    {
        (literal, size, binary) = (-1, 0, false);
        utf8 = scanner.TakesWord("UTF8"u8);
        if (utf8 && (!scanner.Space() || !scanner.Expects('(')))
        {
            return false;
        }
        return scanner.BodyLiteral(out literal, out size, out binary)
            && (!utf8 || isHead && scanner.Rest.Length == 0 || scanner.Expects(')'));
    }

    // cat-part = text-literal / url; text-literal = "TEXT" SP literal; url = "URL" SP astring; RFC 4469 section 5
    // cat-part =/ utf8-literal; utf8-literal = "UTF8" SP "(" literal8 ")"; RFC 6855 section 4
    private static bool Parts(ref ImapScanner scanner, List<CatenatePart> parts, bool isHead)
    {
        if (!scanner.Space() || !scanner.Expects('('))
        {
            return false;
        }
        do
        {
            if (scanner.TakesWord("URL"u8))
            {
                if (!scanner.Space() || !scanner.AString(out ReadOnlySpan<byte> url))
                {
                    return false;
                }
                if (url.Length > MaxUrl)
                {
                    return scanner.Fail("A URL is too long");
                }
                parts.Add(new CatenatePart(Encoding.Latin1.GetString(url), -1, 0));
                continue;
            }
            if (scanner.TakesWord("TEXT"u8) && !scanner.Space())
            {
                return false;
            }
            if (!Message(ref scanner, isHead, out _, out int literal, out long size, out _))
            {
                return false;
            }
            parts.Add(new CatenatePart(null, literal, size));
            if (isHead && scanner.Rest.Length == 0)
            {
                return true;
            }
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }
}
