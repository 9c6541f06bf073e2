using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands;

/// <summary>SELECT and EXAMINE (RFC 9051 sections 6.3.2 and 6.3.3).</summary>
internal static class SelectHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, SelectCommand command, CancellationToken cancel)
    {
        if (command.Qresync is not null && !session.Qresync)
        {
            return CommandResult.Bad("ENABLE QRESYNC first");
        }
        if (session.UidOnly && command.Qresync?.SequenceMatch is not null)
        {
            return UidOnly.UidRequired; // RFC 9586 section 3.7
        }
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(session, command.Mailbox, false, CommandRights.Select, cancel)
            .ConfigureAwait(false);
        MailboxIndex? index = mailbox is null
            ? null
            : await session.Services.Indexes.OpenAsync(mailbox.Account, mailbox.Id, mailbox.Reader, cancel).ConfigureAwait(false);
        if (session.Selected is not null)
        {
            // A failed SELECT leaves no mailbox selected (RFC 9051 section 6.3.2).
            session.Unselect();
            session.Writer.Raw("* OK [CLOSED] The mailbox before is closed\r\n"u8);
        }
        if (index is null)
        {
            return mailbox is null ? refusal : MailboxArgument.Refuse(ChangeFailure.NoMailbox);
        }
        if (command.Condstore || command.Qresync is not null)
        {
            EnableHandler.EnableCondstore(session);
        }
        bool readOnly = command.ReadOnly || session.Scope.ReadOnly;
        MailboxCursor cursor = index.OpenCursor(out MailboxState state, out _, out uint firstUnseen);
        var selected = new SelectedMailbox(mailbox!, index, cursor, readOnly) { KnownKeywords = state.Keywords.Count };
        session.Select(selected);
        WriteState(session, selected, state, firstUnseen);
        await ListNews.TellSelectedAsync(session, selected.View.Name, command.Mailbox, cancel).ConfigureAwait(false);
        if (command.Qresync is { } qresync)
        {
            await Qresync.ResynchroniseAsync(session, selected, state, qresync, cancel).ConfigureAwait(false);
        }
        return CommandResult.Ok(
            command.ReadOnly ? "EXAMINE completed" : "SELECT completed",
            SelectedAccess.IsReadWrite(selected) ? ResponseCode.ReadWrite : ResponseCode.ReadOnly);
    }

    private static void WriteState(ImapSession session, SelectedMailbox selected, MailboxState state, uint firstUnseen)
    {
        ResponseWriter writer = session.Writer;
        SelectResponses.WriteFlags(writer, state, selected.Rights);
        writer.Raw("* "u8).Number(selected.Numbers.Count).Raw(" EXISTS\r\n"u8);
        if (session.ShowsRecent)
        {
            session.ClaimRecent(selected);
            writer.Raw("* "u8).Number(selected.Recent.UidCount).Raw(" RECENT\r\n"u8);
            if (firstUnseen != 0 && !session.UidOnly)
            {
                writer.Raw("* OK [UNSEEN "u8).Number(firstUnseen).Raw("] The first unseen message\r\n"u8);
            }
        }
        writer.Raw("* OK [UIDVALIDITY "u8).Number(state.UidValidity).Raw("] UIDs are valid\r\n* OK [UIDNEXT "u8)
            .Number(state.UidNext).Raw("] The next UID\r\n* OK [HIGHESTMODSEQ "u8).Number(state.Head)
            .Raw("] The last change\r\n* OK [MAILBOXID ("u8).Ascii(selected.View.ObjectId).Raw(")] The mailbox's id\r\n"u8);
        UrlKeyNews.Tell(session, selected);
    }
}
