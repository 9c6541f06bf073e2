using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands;

/// <summary>STATUS (RFC 9051 section 6.3.11), and the STATUS responses of LIST RETURN (STATUS ...) (RFC 5819).</summary>
internal static class StatusHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, StatusCommand command, CancellationToken cancel)
    {
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(session, command.Mailbox, false, CommandRights.Status, cancel)
            .ConfigureAwait(false);
        if (mailbox is null)
        {
            return refusal;
        }
        if ((command.Items & StatusItems.HighestModSeq) != 0)
        {
            EnableHandler.EnableCondstore(session); // RFC 7162 section 3.1
        }
        return await WriteAsync(session, mailbox, command.Items, cancel).ConfigureAwait(false)
            ? CommandResult.Ok("STATUS completed")
            : MailboxArgument.Refuse(ChangeFailure.NoMailbox);
    }

    /// <summary>Writes a STATUS response; false when the mailbox has just gone.</summary>
    public static async ValueTask<bool> WriteAsync(ImapSession session, MailboxView mailbox, StatusItems items, CancellationToken cancel)
    {
        MailboxIndex? index = await session.Services.Indexes.OpenAsync(mailbox.Account, mailbox.Id, mailbox.Reader, cancel).ConfigureAwait(false);
        if (index is null)
        {
            return false;
        }
        MailboxState state = index.State;
        MailboxCounts counts = index.Counts;
        ResponseWriter writer = session.Writer;
        writer.Raw("* STATUS "u8).Mailbox(mailbox.Name.Value).Raw(" ("u8);
        bool first = true;
        Write(StatusItems.Messages, "MESSAGES "u8, counts.Messages);
        Write(StatusItems.Recent, "RECENT "u8, state.UidNext > index.FirstRecent ? CountRecent(index) : 0);
        Write(StatusItems.UidNext, "UIDNEXT "u8, state.UidNext);
        Write(StatusItems.UidValidity, "UIDVALIDITY "u8, state.UidValidity);
        Write(StatusItems.Unseen, "UNSEEN "u8, counts.Unseen);
        Write(StatusItems.Size, "SIZE "u8, counts.Size);
        Write(StatusItems.Deleted, "DELETED "u8, counts.Deleted);
        Write(StatusItems.DeletedStorage, "DELETED-STORAGE "u8, (items & StatusItems.DeletedStorage) != 0 && counts.Deleted > 0 ? SumDeleted(index) : 0);
        Write(StatusItems.HighestModSeq, "HIGHESTMODSEQ "u8, (ulong)state.Head);
        Write(StatusItems.AppendLimit, "APPENDLIMIT "u8, session.Services.Options.Limits.MaxMessageSize);
        if ((items & StatusItems.MailboxId) != 0)
        {
            writer.Raw(first ? "MAILBOXID ("u8 : " MAILBOXID ("u8).Ascii(mailbox.ObjectId).Byte((byte)')');
        }
        writer.Raw(")\r\n"u8);
        return true;

        void Write(StatusItems item, ReadOnlySpan<byte> name, ulong value)
        {
            if ((items & item) != 0)
            {
                writer.Raw(first ? ""u8 : " "u8).Raw(name).Number(value);
                first = false;
            }
        }
    }

    private static ulong SumDeleted(MailboxIndex index)
    {
        var page = new MessageRow[256];
        ulong sum = 0;
        uint from = 1;
        while (true)
        {
            int copied = index.CopyRows(Mail.UidSet.Of(1, uint.MaxValue), from, page);
            foreach (MessageRow row in page.AsSpan(0, copied))
            {
                sum += row.Flags.Has(Mail.SystemFlag.Deleted) ? row.Size : 0;
            }
            if (copied < page.Length)
            {
                return sum;
            }
            from = page[copied - 1].Uid + 1;
        }
    }

    private static ulong CountRecent(MailboxIndex index)
    {
        var page = new MessageRow[256];
        ulong count = 0;
        uint from = index.FirstRecent;
        while (true)
        {
            int copied = index.CopyRows(Mail.UidSet.Of(Math.Max(from, 1), uint.MaxValue), from, page);
            count += (ulong)copied;
            if (copied < page.Length)
            {
                return count;
            }
            from = page[copied - 1].Uid + 1;
        }
    }
}
