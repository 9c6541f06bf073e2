using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>STORE (RFC 9051 section 6.4.6) with UNCHANGEDSINCE (RFC 7162 section 3.1.3).</summary>
internal static class StoreHandler
{
    private const int PageSize = 512;

    /// <summary>Tells what came of a STORE.</summary>
    public static async ValueTask<CommandResult> EndAsync(ImapSession session, PreparedStore prepared, StoreResult result)
    {
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        SelectedMailbox selected = session.Selected!;
        StoreCommand command = prepared.Command;
        // A silent STORE tells no flags: where somebody else changed a message since the client heard last, it cannot know what
        // they are now, and the publisher tells it. Each change of a mailbox raises its MODSEQ by one.
        bool isUpToDate = !command.Silent || result.ModSeq == prepared.Before + 1 && prepared.Stale.Intersect(result.Changed).IsEmpty;
        await TellAsync(session, selected, command, prepared.Uids, result, descending: prepared.Exceeded is not null).ConfigureAwait(false);
        if (!result.Changed.IsEmpty && isUpToDate)
        {
            // Where nothing changed, the MODSEQ is another's, whose change this client has yet to hear of.
            bool knowsKeywords = selected.KnownKeywords == selected.Index.State.Keywords.Count;
            if (!knowsKeywords || !selected.Contexts.IsEmpty || !selected.Cursor.TryPass(result.ModSeq))
            {
                selected.Cursor.Told(result.ModSeq);
            }
        }
        if (result.Modified.IsEmpty)
        {
            return MessageLimit.End(session, CommandResult.Ok("STORE completed"), prepared.Exceeded);
        }
        UidSet modified = command.Uid ? result.Modified : selected.Numbers.NumbersOf(result.Modified);
        return MessageLimit.End(
            session, CommandResult.Ok("Some messages were changed meanwhile", ResponseCode.Modified(modified)), prepared.Exceeded);
    }

    /// <summary>The result where there is nothing to change.</summary>
    public static StoreResult NothingTo(ImapSession session) =>
        new(ChangeFailure.None, session.Selected!.Cursor.Head, UidSet.Empty, UidSet.Empty);

    /// <summary>Finds out what to commit, or why not.</summary>
    public static CommandResult? Prepare(ImapSession session, StoreCommand command, out PreparedStore? prepared)
    {
        prepared = null;
        SelectedMailbox selected = session.Selected!;
        if (selected.ReadOnly)
        {
            return CommandResult.No("The mailbox is selected read-only");
        }
        IReadOnlyList<string> flags = CommandRights.MayChange(command.Flags, selected.Rights);
        // What may be changed is; only where nothing may be, the command fails (RFC 4314 section 4).
        if (flags.Count == 0 && (command.Flags.Count > 0 || (selected.Rights & CommandRights.StoreAny) == 0))
        {
            return CommandResult.No("You have no right to change these flags", ResponseCode.NoPerm);
        }
        if (!MessageSet.TryResolve(selected, command.Set, command.Uid, out UidSet uids))
        {
            return MessageSet.NoSuchNumber;
        }
        if (command.UnchangedSince is not null)
        {
            EnableHandler.EnableCondstore(session);
        }
        uids = MessageLimit.Take(session, uids, out ResponseCode? exceeded);
        FlagMode mode = command.Mode switch
        {
            StoreMode.Replace => FlagMode.Replace,
            StoreMode.Add => FlagMode.Add,
            _ => FlagMode.Remove,
        };
        long before = selected.Index.State.Head;
        UidSet stale = command.Silent && before != selected.Cursor.Head
            ? selected.Index.FindChanged(uids, selected.Cursor.Head)
            : UidSet.Empty;
        StoreChange? change = uids.IsEmpty
            ? null
            : new StoreChange(selected.Index.Id, uids, mode, flags, command.UnchangedSince, selected.Rights, selected.Reader)
            {
                Columns = selected.Index,
                Count = new WorkCount(),
            };
        prepared = new PreparedStore(command, uids, exceeded, stale, change) { Before = before };
        return null;
    }

    // Not silent: every message named, changed or not. Silent: a CONDSTORE client still learns the new MODSEQs, and of each
    // message what it is now if it asked for UNCHANGEDSINCE (RFC 7162 section 3.1.3).
    private static async ValueTask TellAsync(
        ImapSession session, SelectedMailbox selected, StoreCommand command, UidSet uids, StoreResult result, bool descending)
    {
        UidSet told = !command.Silent || command.UnchangedSince is not null ? uids : session.Condstore ? result.Changed : UidSet.Empty;
        if (told.IsEmpty)
        {
            return;
        }
        var page = new MessageRow[Math.Min(PageSize, (int)Math.Min(told.UidCount, PageSize))];
        ResponseWriter writer = session.Writer;
        var pages = new MessagePages(selected.Index, told, descending);
        while (pages.Read(page, out int copied))
        {
            Publisher.TellKeywords(session, selected);
            for (int i = 0; i < copied; i++)
            {
                if (!command.Silent || command.UnchangedSince is not null || page[i].ModSeq == result.ModSeq)
                {
                    Tell(session, selected, page[i], command.Uid, withFlags: !command.Silent || result.Modified.Contains(page[i].Uid));
                }
            }
            if (writer.Written > 64 * 1024)
            {
                await session.FlushAsync().ConfigureAwait(false);
            }
        }
    }

    // A client that wants MODSEQ gets it, and the UID, with every change (RFC 7162 section 3.2.4).
    private static void Tell(ImapSession session, SelectedMailbox selected, in MessageRow row, bool withUid, bool withFlags)
    {
        uint number = selected.Numbers.NumberOf(row.Uid);
        if (number == 0)
        {
            return;
        }
        ResponseWriter writer = session.Writer;
        UidOnly.BeginFetch(session, number, row.Uid);
        if (!session.UidOnly && (withUid || session.Condstore))
        {
            writer.Raw("UID "u8).Number(row.Uid).Space();
        }
        if (session.Condstore)
        {
            writer.Raw("MODSEQ ("u8).Number(row.ModSeq).Raw(")"u8);
        }
        if (withFlags)
        {
            writer.Raw(session.Condstore ? " FLAGS "u8 : "FLAGS "u8);
            FlagNames.Write(writer, row.Flags, selected.Index.State.Keywords, session.ShowsRecent && selected.Recent.Contains(row.Uid));
        }
        writer.Raw(")\r\n"u8);
    }
}
