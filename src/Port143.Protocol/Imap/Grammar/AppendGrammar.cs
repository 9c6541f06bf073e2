using Port143.Mail;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>APPEND, with several messages (RFC 3502), literal8 (RFC 3516) and UTF8 (RFC 9755).</summary>
public static class AppendGrammar
{
    private const int MaxMessages = 1000;

    /// <summary>
    /// Parses an APPEND whose next message literal was announced but not read, to learn whether to take it.
    /// </summary>
    /// <param name="head">Everything from the tag up to and with the announcement and its CRLF.</param>
    /// <param name="bodyLiteralOffsets">The offsets just behind the announcements of messages, the one of this included.</param>
    /// <param name="options">What the session enabled.</param>
    /// <param name="command">The command so far; its last item is the announced message.</param>
    /// <param name="reason">What is wrong with it.</param>
    public static bool TryParseHead(
        ReadOnlySpan<byte> head, ReadOnlySpan<int> bodyLiteralOffsets, GrammarOptions options, out AppendCommand? command, out string reason)
    {
        var scanner = new ImapScanner(head, bodyLiteralOffsets, options);
        command = null;
        if (ImapGrammar.Tag(ref scanner, out string? tag) && scanner.Space() && ImapGrammar.Verb(ref scanner, out _)
            && scanner.Space() && scanner.Mailbox(out string? mailbox))
        {
            var items = new List<AppendItem>();
            do
            {
                if (!Item(ref scanner, items))
                {
                    reason = scanner.Reason;
                    return false;
                }
            }
            while (scanner.Rest.Length > 0);
            command = new AppendCommand(tag!, mailbox, items);
        }
        reason = scanner.Reason;
        return command is not null;
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
            if (!Item(ref scanner, items))
            {
                return null;
            }
        }
        while (scanner.Sees(' '));
        return new AppendCommand(tag, mailbox, items);
    }

    // append-message = [SP flag-list] [SP date-time] SP append-data; append-data = literal / literal8 / append-data-ext
    // append-data-ext =/ "UTF8" SP "(" literal8 ")"; RFC 4466 section 3, RFC 6855 section 4
    private static bool Item(ref ImapScanner scanner, List<AppendItem> items)
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
        bool utf8 = scanner.TakesWord("UTF8"u8);
        if (utf8 && (!scanner.Space() || !scanner.Expects('(')))
        {
            return false;
        }
        if (!scanner.BodyLiteral(out int literal, out long size, out bool binary))
        {
            return false;
        }
        // The head of a command ends with the announcement; a complete one has the parenthesis after the message.
        if (utf8 && scanner.Rest.Length > 0 && !scanner.Expects(')'))
        {
            return false;
        }
        items.Add(new AppendItem(flags, date, literal, size, binary, utf8));
        return true;
    }
}
