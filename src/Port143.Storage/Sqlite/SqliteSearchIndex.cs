using System.Numerics;
using Port143.Storage.Digest;
using Port143.Storage.Search;
using Port143.Storage.Search.Terms;

namespace Port143.Storage.Sqlite;

/// <summary>The tables of the search index: what is asked of them, and the changes that the indexer makes within the writer.</summary>
internal static class SqliteSearchIndex
{
    /// <summary>Raise it when terms are made differently; the parser of messages counts as well. Indexes of others are made anew.</summary>
    private const int TermVersion = 1;

    /// <summary>The version of segments that this program writes and reads.</summary>
    public const int Version = TermVersion * 1000 + MessageDigest.CurrentVersion;

    private const int FieldShift = 24;
    private const int SegmentShift = 28;
    /// <summary>How many fields have blocks.</summary>
    public const int FieldCount = 7;

    /// <summary>The number of a block: its segment, its field, and its place among the blocks of both.</summary>
    public static long BlockId(long segment, int field, int place) => segment << SegmentShift | (long)field << FieldShift | (uint)place;

    /// <summary>The field of a block as <see cref="BlockId"/> counts them.</summary>
    public static int FieldNumber(TextFields field) => BitOperations.TrailingZeroCount((int)field);

    /// <summary>The field of a block.</summary>
    public static TextFields FieldOf(long block) => (TextFields)(1 << (int)(block >> FieldShift & 0xF));

    /// <summary>The live segments in the order of their contents.</summary>
    public static List<SqliteSegment> ReadSegments(SqliteDatabase database)
    {
        var segments = new List<SqliteSegment>();
        using SqliteStatement row = database.Prepare(
            "SELECT id, first, last, contents, gone FROM search_segment WHERE state=? AND version=? ORDER BY first");
        row.Bind(1, SqliteSegment.Live).Bind(2, Version);
        while (row.Step())
        {
            segments.Add(new SqliteSegment(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4)));
        }
        return segments;
    }

    /// <summary>How far the account is indexed: the highest content, or 0.</summary>
    public static long ReadMark(SqliteDatabase database)
    {
        using SqliteStatement row = database.Prepare("SELECT max(last) FROM search_segment WHERE state=? AND version=?");
        return row.Bind(1, SqliteSegment.Live).Bind(2, Version).Step() ? row.Int64(0) : 0;
    }

    /// <summary>How far the index is; within a snapshot.</summary>
    public static SearchIndexState ReadState(SqliteDatabase database)
    {
        using SqliteStatement row = database.Prepare("SELECT count(*), coalesce(sum(id>?), 0) FROM content");
        row.Bind(1, ReadMark(database)).Step();
        long contents = row.Int64(0), left = row.Int64(1);
        return new SearchIndexState(
            contents, contents - left, ReadSegments(database).Count,
            database.Scalar("SELECT coalesce(sum(length(terms)+length(lists)), 0) FROM search_block"));
    }

    /// <summary>Looks a text up; within a snapshot.</summary>
    public static TextHits Find(SqliteDatabase database, TextQuery query)
    {
        if (TermNeedle.Of(TextFolding.Fold(query.Text)) is not { } needle)
        {
            return TextHits.Unknown;
        }
        List<SqliteSegment> segments = ReadSegments(database);
        if (segments.Count == 0)
        {
            return TextHits.Unknown;
        }
        long mark = segments[^1].Last;
        var found = new ContentSet[needle.Patterns.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = new ContentSet(mark);
        }
        var cut = new ContentSet(mark);
        foreach (SqliteSegment segment in segments)
        {
            for (int field = 0; field < FieldCount; field++)
            {
                if (((int)query.Fields >> field & 1) != 0)
                {
                    FindIn(database, segment, field, needle, found);
                }
            }
            AddCut(database, segment, cut);
        }
        for (int i = 1; i < found.Length; i++)
        {
            found[0].IntersectWith(found[i]);
        }
        if (needle.IsProof)
        {
            return new TextHits(mark, found[0], cut);
        }
        found[0].UnionWith(cut);
        return new TextHits(mark, ContentSet.Empty, found[0]);
    }

    /// <summary>The contents of a segment that every search looks at.</summary>
    public static byte[] ReadCut(SqliteDatabase database, long segment)
    {
        using SqliteStatement row = database.Prepare("SELECT cut FROM search_segment WHERE id=?");
        return row.Bind(1, segment).Step() ? row.Blob(0).ToArray() : [];
    }

    /// <summary>Remembers that a content was dropped. Its number stays in the lists until its segment is written anew.</summary>
    public static void CountGone(SqliteDatabase database, long content) =>
        database.Prepare("UPDATE search_segment SET gone=gone+1 WHERE first<=?1 AND last>=?1").Bind(1, content).Run();

    /// <summary>Adds a segment behind all others. 0 when the index does not end at <paramref name="mark"/> any more.</summary>
    public static long Add(SqliteDatabase database, long mark, TermSegment segment)
    {
        if (ReadMark(database) != mark)
        {
            return 0;
        }
        long id = AddRow(database, segment.First, segment.Last, segment.Count, SqliteSegment.Live, segment.Cut);
        AddBlocks(database, Number(id, segment.Blocks, new int[FieldCount]));
        return id;
    }

    /// <summary>Begins to merge segments: the number of the new one.</summary>
    public static long BeginMerge(SqliteDatabase database, SqliteSegment first, SqliteSegment last) =>
        AddRow(database, first.First, last.Last, 0, SqliteSegment.Building, []);

    /// <summary>Gives blocks of a segment their numbers; <paramref name="places"/> counts them by field, from one call to the next.</summary>
    public static List<(long Id, TermBlock Block)> Number(long segment, IEnumerable<TermBlock> blocks, int[] places) =>
        [.. blocks.Select(b => (BlockId(segment, FieldNumber(b.Field), places[FieldNumber(b.Field)]++), b))];

    /// <summary>Adds blocks to a segment that is being merged.</summary>
    public static long AddBlocks(SqliteDatabase database, IReadOnlyList<(long Id, TermBlock Block)> blocks)
    {
        SqliteStatement insert = database.Prepare("INSERT INTO search_block(id, terms, lists) VALUES(?, ?, ?)");
        foreach ((long id, TermBlock block) in blocks)
        {
            insert.Bind(1, id).Bind(2, block.Terms).Bind(3, block.Lists).Run();
        }
        return 0;
    }

    /// <summary>Puts a merged segment in the place of those it was made of. 0 when they are not live any more.</summary>
    public static long EndMerge(SqliteDatabase database, long segment, IReadOnlyList<SqliteSegment> sources, int contents, byte[] cut)
    {
        SqliteStatement kill = database.Prepare("UPDATE search_segment SET state=? WHERE id=? AND state=?");
        bool areLive = true;
        foreach (SqliteSegment source in sources)
        {
            kill.Bind(1, SqliteSegment.Dead).Bind(2, source.Id).Bind(3, SqliteSegment.Live).Run();
            areLive &= database.Changes == 1;
        }
        database.Prepare("UPDATE search_segment SET state=?, contents=?, cut=? WHERE id=?")
            .Bind(1, areLive && contents > 0 ? SqliteSegment.Live : SqliteSegment.Dead).Bind(2, contents).Bind(3, cut).Bind(4, segment).Run();
        return areLive ? segment : 0;
    }

    /// <summary>Marks as dead what is of no use: what a crash left unfinished and what another version wrote, or everything.</summary>
    public static long Kill(SqliteDatabase database, bool all)
    {
        database.Prepare("UPDATE search_segment SET state=?1 WHERE state<>?1 AND (?2 OR state=?3 OR version<>?4)")
            .Bind(1, SqliteSegment.Dead).Bind(2, all ? 1 : 0).Bind(3, SqliteSegment.Building).Bind(4, Version).Run();
        return 0;
    }

    /// <summary>Deletes some blocks of dead segments. Returns how many; 0 when none are left.</summary>
    public static long DeleteDead(SqliteDatabase database, int most)
    {
        long dead = database.Scalar($"SELECT id FROM search_segment WHERE state={SqliteSegment.Dead} LIMIT 1", -1);
        if (dead < 0)
        {
            return 0;
        }
        long first = BlockId(dead, 0, 0);
        database.Prepare("DELETE FROM search_block WHERE id IN (SELECT id FROM search_block WHERE id>=? AND id<? LIMIT ?)")
            .Bind(1, first).Bind(2, BlockId(dead + 1, 0, 0)).Bind(3, most).Run();
        int deleted = database.Changes;
        if (deleted < most)
        {
            database.Prepare("DELETE FROM search_segment WHERE id=?").Bind(1, dead).Run();
        }
        return deleted + 1;
    }

    private static long AddRow(SqliteDatabase database, long first, long last, int contents, int state, byte[] cut)
    {
        database.Prepare("INSERT INTO search_segment(first, last, contents, gone, version, state, cut) VALUES(?, ?, ?, 0, ?, ?, ?)")
            .Bind(1, first).Bind(2, last).Bind(3, contents).Bind(4, Version).Bind(5, state).Bind(6, cut).Run();
        return database.LastInsertId;
    }

    private static void FindIn(SqliteDatabase database, SqliteSegment segment, int field, TermNeedle needle, ContentSet[] found)
    {
        using SqliteStatement row = database.Prepare("SELECT terms, lists FROM search_block WHERE id>=? AND id<? ORDER BY id");
        row.Bind(1, BlockId(segment.Id, field, 0)).Bind(2, BlockId(segment.Id, field + 1, 0));
        while (row.Step())
        {
            ReadOnlySpan<byte> terms = row.Blob(0);
            for (int i = 0; i < found.Length; i++)
            {
                ReadOnlySpan<byte> pattern = needle.Patterns[i];
                if (terms.IndexOf(pattern) >= 0)
                {
                    TermBlock.Find(terms, row.Blob(1), segment.First, pattern, found[i]);
                }
            }
        }
    }

    private static void AddCut(SqliteDatabase database, SqliteSegment segment, ContentSet cut)
    {
        using SqliteStatement row = database.Prepare("SELECT cut FROM search_segment WHERE id=?");
        if (row.Bind(1, segment.Id).Step())
        {
            Postings.AddTo(cut, segment.First, row.Blob(0), isBits: false);
        }
    }
}
