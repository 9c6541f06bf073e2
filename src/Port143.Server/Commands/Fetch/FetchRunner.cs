using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>
/// Writes the FETCH responses of many messages: rows come from memory in pages, contents from the storage in visits that
/// end when enough output has gathered; only then the client is awaited.
/// </summary>
internal sealed class FetchRunner(ImapSession session, SelectedMailbox selected, FetchPlan plan, UidSet uids, UidSet nowSeen) : IContentVisitor
{
    private const int PageSize = 512;
    private const int LeastOutput = 128 * 1024;
    private const int MostOutput = 256 * 1024;

    // One more than the messages, so that one page is known to be all. A full page of rows is too much for a single message.
    private readonly MessageRow[] _page = new MessageRow[PageOf(uids)];
    private readonly long[] _contents = plan.Columns == ContentColumns.None ? [] : new long[PageOf(uids)];
    private readonly HeaderFieldPage? _fields = HeaderFieldPage.Make(session, selected, plan, PageOf(uids));
    private readonly ResponseWriter _writer = session.Writer;
    private readonly Progress _progress = new(session, uids.UidCount);
    private int _visitBase;
    private int _visitOutput = LeastOutput;
    private LargeMessage? _large;

    /// <summary>Whether a message was asked for that is gone although the client was not told yet.</summary>
    public bool MissedMessages { get; private set; }

    public async ValueTask RunAsync(bool descending, CancellationToken cancel)
    {
        long written = 0;
        var pages = new MessagePages(selected.Index, uids, descending);
        while (pages.Read(_page, out int copied))
        {
            if (plan.Columns == ContentColumns.None)
            {
                for (int i = 0; i < copied; i++)
                {
                    var message = new FetchMessage { Number = selected.Numbers.NumberOf(_page[i].Uid), Row = _page[i] };
                    WriteSmall(ref message);
                }
                await FlushIfManyAsync().ConfigureAwait(false);
            }
            else
            {
                await WriteContentsAsync(copied, written, cancel).ConfigureAwait(false);
            }
            written += copied;
            await _progress.TellAsync(written).ConfigureAwait(false);
        }
        MissedMessages |= written < uids.UidCount;
    }

    /// <summary>
    /// Writes the UIDs of messages by what the client was told: also of those that others expunged since, for their numbers stand
    /// until that is told.
    /// </summary>
    public async ValueTask RunUidsAsync()
    {
        foreach (UidRange range in uids)
        {
            for (ulong uid = range.First; uid <= range.Last; uid++)
            {
                if (selected.Numbers.NumberOf((uint)uid) is var number and not 0)
                {
                    var message = new FetchMessage { Number = number, Row = new MessageRow { Uid = (uint)uid } };
                    WriteSmall(ref message);
                    await FlushIfManyAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool Visit(int index, in ContentRow content)
    {
        ref MessageRow row = ref _page[_visitBase + index];
        uint number = selected.Numbers.NumberOf(row.Uid);
        if (!content.Found || number == 0)
        {
            return true; // expunged and swept meanwhile
        }
        if (content.IsLarge && (plan.Columns & ContentColumns.TextRanges) != 0)
        {
            _large = new LargeMessage(number, row, content);
            return false;
        }
        var message = new FetchMessage { Number = number, Row = row, Content = content };
        if (_fields is not null)
        {
            message.HeaderFields = _fields.Of(_visitBase + index, row.Uid, content.Header);
        }
        WriteSmall(ref message);
        return _writer.Written < _visitOutput && !_progress.IsDue;
    }

    private static int PageOf(UidSet uids) => (int)Math.Min(PageSize, uids.UidCount + 1);

    private async ValueTask WriteContentsAsync(int count, long before, CancellationToken cancel)
    {
        for (int i = 0; i < count; i++)
        {
            _contents[i] = _page[i].Content;
        }
        _fields?.Find(_page.AsSpan(0, count));
        for (_visitBase = 0; _visitBase < count;)
        {
            int end = _fields?.EndOfRun(_visitBase, count) ?? count;
            ContentColumns columns = _fields?.IsKnown(_visitBase) == true ? plan.Columns & ~ContentColumns.Header : plan.Columns;
            _visitBase += columns == ContentColumns.None ? VisitKnown(end - _visitBase) : await session.Services.Storage.ReadContentsAsync(
                selected.Account, _contents.AsMemory(_visitBase, end - _visitBase), columns, this, cancel).ConfigureAwait(false);
            _fields?.Keep();
            if (_large is { } large)
            {
                _large = null;
                await WriteLargeAsync(large, cancel).ConfigureAwait(false);
            }
            await FlushIfManyAsync().ConfigureAwait(false);
            await _progress.TellAsync(before + _visitBase).ConfigureAwait(false);
        }
    }

    // All that is asked of these messages is in memory.
    private int VisitKnown(int count)
    {
        var content = new ContentRow { Found = true };
        for (int i = 0; i < count; i++)
        {
            if (!Visit(i, content))
            {
                return i + 1;
            }
        }
        return count;
    }

    private void WriteSmall(ref FetchMessage message)
    {
        TellKeywords();
        session.IsMidResponse = true;
        UidOnly.BeginFetch(session, message.Number, message.Row.Uid);
        for (int i = 0; i < plan.Parts.Length; i++)
        {
            if (i > 0)
            {
                _writer.Space();
            }
            plan.Parts[i].Write(session, ref message);
        }
        WriteNowSeen(ref message);
        _writer.Raw(")\r\n"u8);
        session.IsMidResponse = false;
    }

    private async ValueTask WriteLargeAsync(LargeMessage message, CancellationToken cancel)
    {
        message.Stream = await session.Services.Storage.OpenMessageAsync(selected.Account, message.Row.Content, cancel).ConfigureAwait(false);
        if (message.Stream is null)
        {
            MissedMessages = true;
            return;
        }
        await using (message.Stream.ConfigureAwait(false))
        {
            TellKeywords();
            session.IsMidResponse = true;
            UidOnly.BeginFetch(session, message.Number, message.Row.Uid);
            for (int i = 0; i < plan.Parts.Length; i++)
            {
                if (i > 0)
                {
                    _writer.Space();
                }
                await plan.Parts[i].WriteLargeAsync(session, message, cancel).ConfigureAwait(false);
            }
            EndLarge(message);
            session.IsMidResponse = false;
        }
    }

    private void TellKeywords()
    {
        if (plan.HasFlags || !nowSeen.IsEmpty)
        {
            Publisher.TellKeywords(session, selected);
        }
    }

    private void EndLarge(LargeMessage message)
    {
        FetchMessage small = message.WithoutText();
        WriteNowSeen(ref small);
        _writer.Raw(")\r\n"u8);
    }

    // RFC 9051 section 6.4.5: where reading set \Seen, the flags are part of the response; for a client that wants MODSEQ
    // so are that and the UID (RFC 7162 section 3.2.4).
    private void WriteNowSeen(ref FetchMessage message)
    {
        if (nowSeen.IsEmpty || !nowSeen.Contains(message.Row.Uid))
        {
            return;
        }
        if (!plan.HasFlags)
        {
            _writer.Space();
            new FlagsPart().Write(session, ref message);
        }
        if (session.Condstore && !plan.HasUid && !session.UidOnly)
        {
            _writer.Space();
            new UidPart().Write(session, ref message);
        }
        if (session.Condstore && !plan.HasModSeq)
        {
            _writer.Space();
            new ModSeqPart().Write(session, ref message);
        }
    }

    // Large pieces cost less for each octet, but stay in memory when the client stops reading: only one that keeps up gets them.
    private async ValueTask FlushIfManyAsync()
    {
        if (_writer.Written < _visitOutput / 2)
        {
            return;
        }
        ValueTask flush = session.FlushAsync();
        _visitOutput = flush.IsCompletedSuccessfully ? Math.Min(_visitOutput * 2, MostOutput) : LeastOutput;
        await flush.ConfigureAwait(false);
    }
}
