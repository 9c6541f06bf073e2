using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Protocol.Imap.Commands.Notify;
using Port143.Server.Extensions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Sessions;

/// <summary>
/// Tells a session what happened to its mailbox since its cursor: EXPUNGE or VANISHED, EXISTS, FETCH. The only place that
/// does; NOOP, IDLE and the end of every command all come here.
/// <para>
/// Expunges come first, so that EXISTS and the numbers in FETCH are those of after. Where a command forbids them (FETCH,
/// STORE and SEARCH by sequence number, RFC 9051 section 7.5.1) only the cursor's head moves, and they are told later.
/// </para>
/// <para>
/// A client of NOTIFY says which of these it wants (RFC 5465). Where it wants none, the cursor stands still: what the client
/// knows stays as it is, and when it asks again, it is told all that happened since.
/// </para>
/// </summary>
internal static class Publisher
{
    /// <summary>Writes the news. False when the mailbox is gone and the session must end.</summary>
    public static async ValueTask<bool> PublishAsync(ImapSession session, bool mayTellExpunge, CancellationToken cancel)
    {
        await MetadataNews.PublishAsync(session, cancel).ConfigureAwait(false);
        if (session.Selected is not { } selected)
        {
            return true;
        }
        if (selected.Index.IsGone)
        {
            return false;
        }
        UrlKeyNews.Publish(session, selected);
        MailboxCursor cursor = selected.Cursor;
        if (!TellsMessages(session))
        {
            return true;
        }
        bool tellsFlags = session.Notifications is not { } notifications || (notifications.Rules.Selected & NotifyEvents.FlagChange) != 0;
        bool owesFlags = tellsFlags && selected.FlagsOwedAfter is not null;
        // Told later than what came after it, an expunge would be missed by a client that loses the connection between:
        // RFC 7162 section 3.2.
        bool countsExpunges = mayTellExpunge || session.Condstore;
        if (selected.Index.State.Head == cursor.Head && (cursor.Expunged == cursor.Head || !countsExpunges) && !owesFlags)
        {
            return true;
        }
        long flagsAfter = owesFlags ? selected.FlagsOwedAfter!.Value : cursor.Head;
        IndexNews news = selected.Index.ReadNews(flagsAfter, cursor.Expunged);
        bool expungesWait = false;
        if (countsExpunges || !selected.Contexts.IsEmpty)
        {
            UidSet expunged = news.Expunged
                ?? ToSet(await session.Services.Storage.ReadExpungedAsync(
                    selected.Index.Account, selected.Index.Id, cursor.Expunged, cancel).ConfigureAwait(false));
            await selected.Contexts.TellExpungedAsync(session, selected, expunged).ConfigureAwait(false);
            if (mayTellExpunge)
            {
                TellExpunged(session, selected, expunged);
            }
            else
            {
                expungesWait = !selected.Numbers.NumbersOf(expunged).IsEmpty;
            }
        }
        TellKeywords(session, selected);
        uint known = selected.Numbers.LastUid;
        TellNew(session, selected, news, known);
        IReadOnlyList<FetchItem> items = session.Notifications?.Rules.Items ?? [];
        UidSet fresh = items.Count > 0 || selected.Contexts.WantItems ? Fresh(news, cursor, known) : UidSet.Empty;
        selected.FlagsOwedAfter = tellsFlags ? null : selected.FlagsOwedAfter ?? cursor.Head;
        foreach (MessageRow row in tellsFlags ? news.Changed : [])
        {
            if (row.Uid <= known && !cursor.WasTold(row.ModSeq) && selected.Numbers.NumberOf(row.Uid) is var number and not 0)
            {
                TellFlags(session, selected, number, row);
            }
        }
        IReadOnlyList<SearchContextChange> changes = await selected.Contexts.FindChangesAsync(session, selected, news, cancel).ConfigureAwait(false);
        Arrivals? arrivals = fresh.IsEmpty ? null : new Arrivals(fresh, items, changes);
        // What UPDATE names comes before the ESEARCH response (RFC 5465 section 7), and with what NOTIFY names behind it (section 5.2).
        if (arrivals is not null && items.Count == 0)
        {
            await arrivals.TellAsync(session, selected, cancel).ConfigureAwait(false);
        }
        foreach (SearchContextChange change in changes)
        {
            await change.Context.TellAsync(session, selected, change).ConfigureAwait(false);
        }
        cursor.MoveHead(news.State.Head);
        if (countsExpunges && !expungesWait)
        {
            cursor.MoveExpunged(news.State.Head);
        }
        else if (session.Condstore && !session.IsListening)
        {
            // With a command, for it is at its end that a client works out what it knows (section 6).
            session.Writer.Raw("* OK [HIGHESTMODSEQ "u8).Number(cursor.Expunged).Raw("] There are expunged messages to be told of\r\n"u8);
        }
        if (arrivals is not null && items.Count > 0)
        {
            await arrivals.TellAsync(session, selected, cancel).ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Whether something of the selected mailbox is to be told, expunges that wait for their time left out.</summary>
    public static bool HasNews(ImapSession session) =>
        session.Selected is { } selected
        && (selected.Index.IsGone || TellsMessages(session) && selected.Index.State.Head != selected.Cursor.Head);

    /// <summary>Whether the client wants to hear what comes to and goes from the selected mailbox (RFC 5465 section 3.1).</summary>
    public static bool TellsMessages(ImapSession session) =>
        session.Notifications is not { } notifications || (notifications.Rules.Selected & NotifyEvents.MessageNew) != 0;

    /// <summary>
    /// Tells what the client itself expunged where the news do not: it asked for it, whatever it wants to hear of others.
    /// </summary>
    public static void TellOwnExpunged(ImapSession session, SelectedMailbox selected, UidSet expunged)
    {
        if (!TellsMessages(session))
        {
            TellExpunged(session, selected, expunged);
        }
    }

    /// <summary>Writes <c>* n FETCH (UID u FLAGS (...))</c> or <c>* u UIDFETCH (FLAGS (...))</c>, with MODSEQ for a client that wants it (RFC 7162 section 3.2).</summary>
    public static void TellFlags(ImapSession session, SelectedMailbox selected, uint number, in MessageRow row)
    {
        TellKeywords(session, selected);
        ResponseWriter writer = session.Writer;
        UidOnly.BeginFetch(session, number, row.Uid);
        if (!session.UidOnly)
        {
            writer.Raw("UID "u8).Number(row.Uid).Space();
        }
        writer.Raw("FLAGS "u8);
        FlagNames.Write(writer, row.Flags, selected.Index.State.Keywords, session.ShowsRecent && selected.Recent.Contains(row.Uid));
        if (session.Condstore)
        {
            writer.Raw(" MODSEQ ("u8).Number(row.ModSeq).Byte((byte)')');
        }
        writer.Raw(")\r\n"u8);
    }

    /// <summary>Writes EXPUNGE lines, or VANISHED for a client of QRESYNC or UIDONLY, and takes the messages out of the session's numbers.</summary>
    public static void TellExpunged(ImapSession session, SelectedMailbox selected, UidSet expunged)
    {
        UidSet numbers = selected.Numbers.NumbersOf(expunged);
        if (numbers.IsEmpty)
        {
            return;
        }
        ResponseWriter writer = session.Writer;
        if (session.Qresync || session.UidOnly)
        {
            writer.Raw("* VANISHED "u8).Set(selected.Numbers.UidsOf(numbers)).CrLf();
        }
        else
        {
            // From the highest down, so that no number changes before it is told.
            for (int i = numbers.Count - 1; i >= 0; i--)
            {
                for (uint number = numbers[i].Last; number >= numbers[i].First; number--)
                {
                    writer.Raw("* "u8).Number(number).Raw(" EXPUNGE\r\n"u8);
                }
            }
        }
        selected.Numbers.Remove(expunged);
    }

    /// <summary>Writes FLAGS and PERMANENTFLAGS where the mailbox has keywords that the client was not told: they come before the first message with one.</summary>
    public static void TellKeywords(ImapSession session, SelectedMailbox selected)
    {
        MailboxState state = selected.Index.State;
        if (state.Keywords.Count == selected.KnownKeywords)
        {
            return;
        }
        selected.KnownKeywords = state.Keywords.Count;
        SelectResponses.WriteFlags(session.Writer, state, selected.Rights);
    }

    private static void TellNew(ImapSession session, SelectedMailbox selected, IndexNews news, uint known)
    {
        uint before = selected.Numbers.Count;
        foreach (MessageRow row in news.Changed)
        {
            if (row.Uid > known)
            {
                selected.Numbers.Append([row.Uid]);
            }
        }
        if (selected.Numbers.Count == before)
        {
            return;
        }
        session.Writer.Raw("* "u8).Number(selected.Numbers.Count).Raw(" EXISTS\r\n"u8);
        if (session.ShowsRecent)
        {
            session.ClaimRecent(selected);
            session.Writer.Raw("* "u8).Number(selected.Numbers.NumbersOf(selected.Recent).UidCount).Raw(" RECENT\r\n"u8);
        }
    }

    // What the client put here itself it knows.
    private static UidSet Fresh(IndexNews news, MailboxCursor cursor, uint known)
    {
        var fresh = new UidSetBuilder();
        foreach (MessageRow row in news.Changed)
        {
            if (row.Uid > known && !cursor.WasTold(row.ModSeq))
            {
                fresh.Add(row.Uid);
            }
        }
        return fresh.Build();
    }

    private static UidSet ToSet(IReadOnlyList<ExpungedUid>? expunged)
    {
        var set = new UidSetBuilder();
        foreach (ExpungedUid gone in expunged ?? [])
        {
            set.Add(gone.Uid);
        }
        return set.Build();
    }
}
