using Port143.Mail;
using Port143.Server.Sessions;

namespace Port143.Server.Commands.List;

/// <summary>
/// LIST responses that come with other commands. A client of IMAP4rev2 is told what is selected (RFC 9051 section 6.3.2), and under which
/// name a mailbox is kept whose name was not in Normalization Form C (section 6.3.9.7).
/// </summary>
internal static class ListNews
{
    /// <summary>The response of SELECT and EXAMINE, with all attributes.</summary>
    public static async ValueTask TellSelectedAsync(ImapSession session, MailboxName name, string given, CancellationToken cancel)
    {
        if (session.Rev2)
        {
            Write(session, await ReadAsync(session, name, cancel).ConfigureAwait(false), IsNormal(given) ? null : given);
        }
    }

    /// <summary>
    /// The response of CREATE, RENAME and DELETE: only where the name that the client gave, or the new one that it gave with it,
    /// is kept in another form.
    /// </summary>
    public static async ValueTask TellNormalizedAsync(
        ImapSession session, MailboxName name, string given, string? newlyGiven, CancellationToken cancel)
    {
        if (session.Rev2 && !(IsNormal(given) && (newlyGiven is null || IsNormal(newlyGiven))))
        {
            Write(session, await ReadAsync(session, name, cancel).ConfigureAwait(false), given);
        }
    }

    /// <summary>Writes the response, with the name that the mailbox had or was given (RFC 9051 section 6.3.9.7) where it has another now.</summary>
    public static void Write(ImapSession session, ListEntry entry, string? oldName)
    {
        session.Writer.Raw("* LIST ("u8).Ascii(entry.Attributes(withSubscribed: true)).Raw(") \"/\" "u8).Mailbox(entry.Name.Value);
        if (oldName is not null)
        {
            session.Writer.Raw(" (\"OLDNAME\" ("u8).Mailbox(oldName).Raw("))"u8);
        }
        session.Writer.CrLf();
    }

    private static bool IsNormal(string given) => string.Equals(given, MailboxName.Normalize(given), StringComparison.Ordinal);

    private static async ValueTask<ListEntry> ReadAsync(ImapSession session, MailboxName name, CancellationToken cancel)
    {
        var visible = await VisibleMailboxes.ReadAsync(session, [new MailboxPattern("", name.Value)], cancel).ConfigureAwait(false);
        return new ListEntry(
            name, visible.List.Find(name), visible.List.Subscriptions.Contains(name), visible.List.Mailboxes.Any(m => m.Name.IsBelow(name)));
    }
}
