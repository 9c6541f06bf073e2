using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>EMAILID (RFC 8474 section 5.1): the content's number, which copies share and nothing else ever gets.</summary>
internal sealed class EmailIdPart : FetchPart
{
    /// <summary>The id of a message.</summary>
    public static string IdOf(in MessageRow row) => $"M{row.Content}";

    /// <summary>What ends the ids of another's messages: contents are numbered within an account.</summary>
    public static string SuffixOf(MailboxView mailbox) => mailbox.IsOwn ? "" : "-" + mailbox.Account.Value;

    public override void Write(ImapSession session, ref FetchMessage message)
    {
        session.Writer.Raw("EMAILID (M"u8).Number(message.Row.Content);
        if (session.Selected is { View.IsOwn: false } selected)
        {
            session.Writer.Ascii(SuffixOf(selected.View));
        }
        session.Writer.Byte((byte)')');
    }
}
