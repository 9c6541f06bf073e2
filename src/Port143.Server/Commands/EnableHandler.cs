using Port143.Protocol.Imap.Commands;
using Port143.Server.Extensions;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>ENABLE (RFC 9051 section 6.3.1, RFC 5161). Names that cannot be enabled, or that the administrator hides, are passed over.</summary>
internal static class EnableHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, EnableCommand command, CancellationToken cancel)
    {
        var enabled = new List<string>();
        foreach (string name in command.Capabilities)
        {
            switch (session.Services.Options.Hides(name, session.Account) ? "" : name)
            {
                case "CONDSTORE":
                    EnableCondstore(session);
                    enabled.Add(name);
                    break;
                case "QRESYNC":
                    // RFC 7162 section 3.2.3: QRESYNC brings CONDSTORE.
                    EnableCondstore(session);
                    session.Qresync = true;
                    enabled.Add(name);
                    break;
                case "UIDONLY":
                    session.UidOnly = true;
                    enabled.Add(name);
                    break;
                case "METADATA" or "METADATA-SERVER":
                    await MetadataNews.EnableAsync(session, cancel).ConfigureAwait(false);
                    session.MetadataByNotify = false;
                    enabled.Add(name);
                    break;
                case "UTF8=ACCEPT":
                    session.Utf8Accept = true;
                    session.Writer.Utf8 = true;
                    enabled.Add(name);
                    break;
                case "IMAP4REV2":
                    session.Rev2 = true;
                    session.Writer.Utf8 = true;
                    enabled.Add("IMAP4rev2");
                    break;
            }
        }
        session.Writer.Raw("* ENABLED"u8);
        foreach (string name in enabled.Distinct())
        {
            session.Writer.Space().Ascii(name);
        }
        session.Writer.CrLf();
        return CommandResult.Ok("ENABLE completed");
    }

    /// <summary>
    /// Makes the session one that is told MODSEQ; the first time in a selected mailbox it learns HIGHESTMODSEQ
    /// (RFC 7162 section 3.1).
    /// </summary>
    public static void EnableCondstore(ImapSession session)
    {
        if (!session.Condstore && session.Selected is { } selected)
        {
            session.Writer.Raw("* OK [HIGHESTMODSEQ "u8).Number(selected.Cursor.Head).Raw("] CONDSTORE is on\r\n"u8);
        }
        session.Condstore = true;
    }
}
