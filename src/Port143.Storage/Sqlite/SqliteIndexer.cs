using Port143.Storage.Digest;
using Port143.Storage.Search.Terms;
using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <summary>
/// Brings the search index of an account up to its contents: a segment for each batch, one transaction each; then small segments are
/// merged to larger ones, so that there are few. Whatever is interrupted is made again. Runs on one thread, and waits there.
/// </summary>
internal sealed class SqliteIndexer : IContentVisitor
{
    private const int BatchContents = 1024;
    private const int BatchCharacters = 8 * 1024 * 1024;

    /// <summary>How many contents are read with one connection.</summary>
    private const int Page = 32;

    /// <summary>How many segments of about one size are merged; each content is written once for each power of it.</summary>
    private const int MergeFactor = 8;
    private const int MostMerged = 32;

    /// <summary>A segment is written anew when one of so many contents is gone.</summary>
    private const int GoneShare = 8;

    private const int WriteBytes = 1024 * 1024;
    private const int DeletedBlocks = 32;

    private readonly SqliteMailStorage _storage;
    private readonly SqliteAccount _account;
    private readonly CancellationToken _cancel;
    private TermBatch _batch = new();
    private long[] _contents = [];
    private int _at;
    private readonly List<long> _large = [];
    private byte[] _message = [];

    private SqliteIndexer(SqliteMailStorage storage, SqliteAccount account, CancellationToken cancel)
    {
        _storage = storage;
        _account = account;
        _cancel = cancel;
    }

    /// <summary>
    /// Indexes all that is not indexed yet. Returns false when somebody else is at it. Throws <see cref="IOException"/> when the index
    /// cannot be written, and <see cref="OperationCanceledException"/> when it shall stop; what was done stays.
    /// </summary>
    /// <param name="storage">The storage.</param>
    /// <param name="account">The account.</param>
    /// <param name="rebuild">Whether to begin with an empty index.</param>
    /// <param name="indexed">Is told the number of contents of each batch that was committed.</param>
    /// <param name="cancel">To stop between two steps.</param>
    public static bool Run(SqliteMailStorage storage, SqliteAccount account, bool rebuild, Action<int>? indexed, CancellationToken cancel)
    {
        using FileStream? hold = TryHold(account);
        if (hold is null)
        {
            return false;
        }
        var indexer = new SqliteIndexer(storage, account, cancel);
        // Parts decide what of a message is text, so they come first.
        SqliteDigestUpdater.UpdateAsync(storage, account, cancel).Wait(cancel);
        indexer.Write(database => SqliteSearchIndex.Kill(database, rebuild));
        while (indexer.TryAddBatch(out int count))
        {
            indexed?.Invoke(count);
            indexer.MergeAll();
        }
        indexer.MergeAll();
        while (indexer.Write(database => SqliteSearchIndex.DeleteDead(database, DeletedBlocks)) > 0)
        {
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Visit(int index, in ContentRow content)
    {
        long id = _contents[_at++];
        if (!content.Found)
        {
            return true; // dropped meanwhile
        }
        if (content.IsLarge)
        {
            _large.Add(id);
            return false; // the order of contents must be kept
        }
        int length = content.Header.Length + content.Text.Length;
        Reserve(length);
        content.Header.CopyTo(_message);
        content.Text.CopyTo(_message.AsSpan(content.Header.Length));
        _batch.Add(id, _message.AsSpan(0, length), PartTable.Deserialize(content.Parts));
        return _batch.Characters < BatchCharacters;
    }

    // One at a time, over all processes; the file is empty, and released by a crash.
    private static FileStream? TryHold(SqliteAccount account)
    {
        try
        {
            return new FileStream(Path.Combine(account.Folder, "index.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null; // somebody else is at it, or the account is gone
        }
    }

    private bool TryAddBatch(out int count)
    {
        _batch = new TermBatch();
        (long mark, _contents) = _account.ReadSnapshot((0L, Array.Empty<long>()), ReadNext);
        for (_at = 0; _at < _contents.Length && _batch.Characters < BatchCharacters;)
        {
            _cancel.ThrowIfCancellationRequested();
            int page = Math.Min(Page, _contents.Length - _at);
            _storage.ReadContentsAsync(
                _account.Id, _contents.AsMemory(_at, page), ContentColumns.Header | ContentColumns.Text | ContentColumns.Parts, this, _cancel)
                .AsTask().Wait(_cancel);
            foreach (long large in _large)
            {
                AddLarge(large);
            }
            _large.Clear();
        }
        count = _batch.Count;
        if (count == 0)
        {
            return false; // nothing new, or only contents that were dropped in this moment
        }
        TermSegment segment = _batch.Build();
        return Write(database => SqliteSearchIndex.Add(database, mark, segment), segment.Blocks.Sum(b => b.Terms.Length + b.Lists.Length)) != 0;
    }

    private static (long Mark, long[] Contents) ReadNext(SqliteDatabase database)
    {
        long mark = SqliteSearchIndex.ReadMark(database);
        var contents = new List<long>();
        using SqliteStatement row = database.Prepare("SELECT id FROM content WHERE id>? ORDER BY id LIMIT ?");
        row.Bind(1, mark).Bind(2, BatchContents);
        while (row.Step())
        {
            contents.Add(row.Int64(0));
        }
        return (mark, [.. contents]);
    }

    private void AddLarge(long content)
    {
        using Stream? stream = _storage.OpenMessageAsync(_account.Id, content, _cancel).AsTask().GetAwaiter().GetResult();
        if (stream is null)
        {
            return;
        }
        int length = (int)stream.Length;
        Reserve(length);
        stream.ReadExactly(_message, 0, length);
        _batch.Add(content, _message.AsSpan(0, length), MessageDigest.Build(_message.AsSpan(0, length)).Parts);
    }

    private void Reserve(int length)
    {
        if (_message.Length < length)
        {
            _message = new byte[Math.Max(length, 64 * 1024)];
        }
    }

    private void MergeAll()
    {
        while (FindMerge(_account.Read([], SqliteSearchIndex.ReadSegments)) is { } sources)
        {
            Merge(sources);
        }
    }

    /// <summary>The segments to be merged next: neighbours of about one size, or one with many contents gone; null when there are none.</summary>
    internal static IReadOnlyList<SqliteSegment>? FindMerge(IReadOnlyList<SqliteSegment> segments)
    {
        foreach (SqliteSegment segment in segments)
        {
            if (segment.Gone > 0 && segment.Gone * GoneShare >= segment.Contents)
            {
                return [segment];
            }
        }
        for (int level = 0; level <= 63 / 3; level++)
        {
            for (int start = 0, end = 0; start < segments.Count; start = ++end)
            {
                for (end = start; end < segments.Count && end - start < MostMerged && Level(segments[end]) <= level;)
                {
                    end++;
                }
                if (end - start >= MergeFactor)
                {
                    return [.. segments.Skip(start).Take(end - start)];
                }
            }
        }
        return null;
    }

    private static int Level(SqliteSegment segment) => System.Numerics.BitOperations.Log2((ulong)segment.Contents) / 3;

    private void Merge(IReadOnlyList<SqliteSegment> sources)
    {
        // The row first: what is dropped from now on is counted there.
        long first = sources[0].First;
        long merged = Write(database => SqliteSearchIndex.BeginMerge(database, sources[0], sources[^1]));
        sources = [.. _account.Read([], SqliteSearchIndex.ReadSegments).Where(s => sources.Any(o => o.Id == s.Id))];
        Predicate<int>? isGone = null;
        long contents = sources.Sum(s => s.Contents);
        if (sources.Any(s => s.Gone > 0))
        {
            ContentSet there = _account.Read(ContentSet.Empty, database => ReadContents(database, first, sources[^1].Last));
            contents = there.Count;
            isGone = place => !there.Contains(first + place);
        }
        int[] places = new int[SqliteSearchIndex.FieldCount];
        var blocks = new List<TermBlock>();
        long bytes = 0;
        using var writer = new TermBlockWriter(block =>
        {
            blocks.Add(block);
            bytes += block.Terms.Length + block.Lists.Length;
            if (bytes >= WriteBytes)
            {
                Flush();
            }
        });
        TermMerger.Merge([.. sources.Select(s => new TermCursor(Reader(s), checked((int)(s.First - first))))], isGone, writer);
        Flush();
        var cut = new List<int>();
        foreach (SqliteSegment source in sources)
        {
            Postings.AddTo(cut, (int)(source.First - first), _account.Read([], d => SqliteSearchIndex.ReadCut(d, source.Id)), isBits: false);
        }
        if (isGone is not null)
        {
            cut.RemoveAll(isGone);
        }
        Write(database => SqliteSearchIndex.EndMerge(database, merged, sources, (int)contents, Postings.ToBytes(cut)));

        void Flush()
        {
            List<(long, TermBlock)> numbered = SqliteSearchIndex.Number(merged, blocks, places);
            Write(database => SqliteSearchIndex.AddBlocks(database, numbered), bytes);
            blocks.Clear();
            bytes = 0;
        }
    }

    private Func<TermBlock?> Reader(SqliteSegment segment)
    {
        long next = SqliteSearchIndex.BlockId(segment.Id, 0, 0);
        return () => _account.Read((TermBlock?)null, database =>
        {
            using SqliteStatement row = database.Prepare("SELECT id, terms, lists FROM search_block WHERE id>=? AND id<? ORDER BY id LIMIT 1");
            if (!row.Bind(1, next).Bind(2, SqliteSearchIndex.BlockId(segment.Id + 1, 0, 0)).Step())
            {
                return null;
            }
            next = row.Int64(0) + 1;
            return new TermBlock(SqliteSearchIndex.FieldOf(next - 1), row.Blob(1).ToArray(), row.Blob(2).ToArray());
        });
    }

    private static ContentSet ReadContents(SqliteDatabase database, long first, long last)
    {
        var there = new ContentSet(last);
        using SqliteStatement row = database.Prepare("SELECT id FROM content WHERE id>=? AND id<=?");
        row.Bind(1, first).Bind(2, last);
        while (row.Step())
        {
            there.Add(row.Int64(0));
        }
        return there;
    }

    private long Write(Func<SqliteDatabase, long> apply, long growth = 0)
    {
        _cancel.ThrowIfCancellationRequested();
        IndexResult result = _storage.CommitAsync(_account.Id, new IndexChange(apply, growth), _cancel).AsTask().GetAwaiter().GetResult();
        return result.Succeeded ? result.Value : throw new IOException($"The search index of account {_account.Id.Value} cannot be written: {result.Failure}.");
    }
}
