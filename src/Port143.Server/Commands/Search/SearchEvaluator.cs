using System.Buffers;
using System.Runtime.InteropServices;
using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Digest;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>
/// Finds the messages that match, in two rounds: first by the columns in memory and what the search index says, and only for those
/// that stay undecided by their contents, a page at a time. Exact: what it says is what a scan of every message says.
/// </summary>
internal sealed class SearchEvaluator(ImapSession session, SelectedMailbox selected, SearchTest test, IReadOnlyList<FuzzyTest>? fuzzyTests = null)
    : IContentVisitor, IColumnVisitor
{
    /// <summary>So few messages are looked at in less time than the index takes.</summary>
    private const int WorthAsking = 8;

    private readonly List<MessageRow> _undecided = [];
    private readonly UidSetBuilder _found = new();
    private readonly List<MessageRow> _large = [];
    private readonly Progress _progress = new(session, selected.Numbers.Count);
    private readonly Dictionary<uint, byte>? _scores = fuzzyTests is null ? null : [];
    private long _done;
    private int _scanned;
    private int _visitBase;
    private byte[] _scratch = [];

    /// <summary>The highest MODSEQ of the messages found.</summary>
    public long HighestModSeq { get; private set; }

    /// <summary>
    /// How well messages that were found match, 1 to 100, in their order; null without FUZZY. The mean of the FUZZY keys that
    /// matched; a message found by its other keys alone has 100.
    /// </summary>
    public byte[]? ScoresOf(UidSet found) => _scores is null ? null : [.. found.EnumerateUids().Select(ScoreOf)];

    /// <summary>The same for one message; 0 when it was not found.</summary>
    public byte ScoreOf(uint uid) => _scores?.GetValueOrDefault(uid) ?? 0;

    /// <summary>Searches among the messages that the session knows.</summary>
    public ValueTask<UidSet> RunAsync(CancellationToken cancel) => RunAsync(selected.Numbers.ToUidSet(), cancel);

    /// <summary>Searches among some messages that the session knows. Once for each evaluator.</summary>
    public async ValueTask<UidSet> RunAsync(UidSet known, CancellationToken cancel)
    {
        if (known.UidCount > WorthAsking)
        {
            await test.PrepareAsync(session.Services.Storage, selected, cancel).ConfigureAwait(false);
            known = test.Candidates(known);
        }
        try
        {
            for (uint from = 1; from != 0;)
            {
                _undecided.Clear();
                _scanned = 0;
                from = selected.Index.Scan(known, from, Truths.Most, this);
                if (_undecided.Count > 0)
                {
                    await DecideByContentAsync(_scanned - _undecided.Count, cancel).ConfigureAwait(false);
                }
                _done += _scanned;
                await _progress.TellAsync(_done).ConfigureAwait(false);
                cancel.ThrowIfCancellationRequested();
            }
            return _found.Build();
        }
        finally
        {
            if (_scratch.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_scratch, clearArray: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Visit(in RowColumns rows)
    {
        Span<Truth> truths = stackalloc Truth[Truths.Most];
        truths = truths[..rows.Count];
        ForgetScores();
        test.Ask(rows, truths);
        _scanned += rows.Count;
        for (int i = 0; MemoryMarshal.AsBytes(truths[i..]).IndexOfAnyExcept((byte)Truth.False) is var next and >= 0; i++)
        {
            i += next;
            if (truths[i] == Truth.True)
            {
                Take(rows.Uids[i], rows.ModSeqs[i]);
            }
            else
            {
                _undecided.Add(rows[i]);
            }
        }
    }

    /// <inheritdoc/>
    public bool Visit(int index, in ContentRow content)
    {
        MessageRow message = _undecided[_visitBase + index];
        if (!content.Found)
        {
            return true; // expunged meanwhile
        }
        bool needsText = (test.Columns & ContentColumns.Text) != 0;
        if (needsText && content.IsLarge)
        {
            _large.Add(message);
            return true;
        }
        var row = new SearchRow
        {
            Row = message,
            HasContent = true,
            Header = content.Header,
            SentDate = content.SentDate,
            Parts = needsText ? PartTable.Deserialize(content.Parts) : null,
            Message = needsText ? Join(content.Header, content.Text) : default,
        };
        Decide(Ask(row), message);
        return !_progress.IsDue; // nothing is held while the client is told
    }

    private Truth Ask(in SearchRow row)
    {
        ForgetScores();
        return test.Ask(row);
    }

    // A key may not be asked this time.
    private void ForgetScores()
    {
        foreach (FuzzyTest fuzzy in _scores is null ? [] : fuzzyTests!)
        {
            fuzzy.Score = 0;
        }
    }

    private byte Score()
    {
        int sum = 0, matched = 0;
        foreach (FuzzyTest fuzzy in fuzzyTests!)
        {
            sum += fuzzy.Score;
            matched += fuzzy.Score > 0 ? 1 : 0;
        }
        return (byte)(matched == 0 ? 100 : sum / matched);
    }

    private void Decide(Truth truth, in MessageRow row)
    {
        if (truth == Truth.True)
        {
            Take(row.Uid, row.ModSeq);
        }
        else if (truth == Truth.Unknown)
        {
            _undecided.Add(row);
        }
    }

    private void Take(uint uid, long modSeq)
    {
        _found.Add(uid);
        if (_scores is not null)
        {
            _scores[uid] = Score();
        }
        HighestModSeq = Math.Max(HighestModSeq, modSeq);
    }

    private async ValueTask DecideByContentAsync(int decided, CancellationToken cancel)
    {
        _large.Clear();
        long[] contents = [.. _undecided.Select(r => r.Content)];
        for (_visitBase = 0; _visitBase < contents.Length;)
        {
            _visitBase += await session.Services.Storage.ReadContentsAsync(
                selected.Account, contents.AsMemory(_visitBase), test.Columns, this, cancel).ConfigureAwait(false);
            await _progress.TellAsync(_done + decided + _visitBase).ConfigureAwait(false);
        }
        foreach (MessageRow large in _large)
        {
            await DecideLargeAsync(large, cancel).ConfigureAwait(false);
            await _progress.TellAsync(_done + decided + contents.Length - 1).ConfigureAwait(false);
        }
    }

    private async ValueTask DecideLargeAsync(MessageRow message, CancellationToken cancel)
    {
        Stream? stream = await session.Services.Storage.OpenMessageAsync(selected.Account, message.Content, cancel).ConfigureAwait(false);
        if (stream is null)
        {
            return;
        }
        await using (stream.ConfigureAwait(false))
        {
            int length = (int)stream.Length;
            Rent(length);
            await stream.ReadExactlyAsync(_scratch.AsMemory(0, length), cancel).ConfigureAwait(false);
            MessageDigest digest = MessageDigest.Build(_scratch.AsSpan(0, length));
            var row = new SearchRow
            {
                Row = message,
                    HasContent = true,
                Header = _scratch.AsSpan(0, digest.HeaderLength),
                SentDate = digest.SentDate,
                Parts = digest.Parts,
                Message = _scratch.AsSpan(0, length),
            };
            Decide(Ask(row), message);
        }
    }

    private ReadOnlySpan<byte> Join(ReadOnlySpan<byte> header, ReadOnlySpan<byte> text)
    {
        Rent(header.Length + text.Length);
        header.CopyTo(_scratch);
        text.CopyTo(_scratch.AsSpan(header.Length));
        return _scratch.AsSpan(0, header.Length + text.Length);
    }

    private void Rent(int length)
    {
        if (_scratch.Length < length)
        {
            if (_scratch.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_scratch, clearArray: true);
            }
            _scratch = ArrayPool<byte>.Shared.Rent(length);
        }
    }
}
