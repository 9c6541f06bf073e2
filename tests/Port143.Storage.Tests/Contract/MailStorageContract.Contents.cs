using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    [Theory]
    [InlineData(1), InlineData(4096), InlineData(MessageStaging.MemoryLimit), InlineData(MessageStaging.MemoryLimit + 1)]
    [InlineData(3_000_000)]
    public async Task Bytes_out_are_the_bytes_that_came_in(int size)
    {
        byte[] message = size == 1 ? [(byte)'x'] : TestMessages.Make(size, size);
        AppendResult result = await Do(new AppendChange(Inbox, [New(message)]));
        await ReopenAsync();
        MessageRow row = await RowAsync(Inbox, result.Uids.Min);
        Assert.Equal((uint)size, row.Size);
        Assert.Equal(message, await BytesAsync(row.Content));
        SeenContent seen = (await ReadAsync(ContentColumns.Header | ContentColumns.Text, row.Content))[0];
        int header = MessageDigest.Build(message).HeaderLength;
        Assert.True(seen.Found);
        Assert.Equal(message[..header], seen.Header);
        Assert.Equal(size > MessageStaging.MemoryLimit, seen.IsLarge);
        Assert.Equal(seen.IsLarge ? [] : message[header..], seen.Text);
        await using Stream stream = (await Storage.OpenMessageAsync(Account, row.Content, default))!;
        Assert.True(stream.CanSeek);
        Assert.Equal(size, stream.Length);
        stream.Position = size / 2;
        Assert.Equal(message[size / 2], stream.ReadByte());
    }

    [Fact]
    public async Task Any_columns_of_any_contents_in_any_order()
    {
        await AppendManyAsync(Inbox, 40);
        await Do(new AppendChange(Inbox, [New(TestMessages.Make(41, 200_000)), New(Encoding.ASCII.GetBytes("no header at all"))]));
        await Do(new StoreChange(Inbox, Uids(11), FlagMode.Add, ["\\Deleted"]));
        LogPage log = await LogAsync(Inbox);
        long[] all = [.. log.Rows.Select(r => r.Content)];
        var digests = new Dictionary<long, (byte[] Bytes, MessageDigest Digest)>();
        foreach (long content in all)
        {
            byte[] bytes = (await BytesAsync(content))!;
            digests.Add(content, (bytes, MessageDigest.Build(bytes)));
        }
        var random = new Random(7);
        for (int mask = 0; mask < 512; mask++)
        {
            var columns = (ContentColumns)mask;
            long[] wanted = mask % 4 == 0 ? all : [.. Enumerable.Range(0, 20).Select(_ => random.Next(12) == 0
                ? 1_000_000 + random.Next(9) : all[random.Next(all.Length)])];
            if (mask % 4 == 1)
            {
                Array.Sort(wanted);
            }
            List<SeenContent> seen = await ReadAsync(columns, wanted);
            for (int i = 0; i < wanted.Length; i++)
            {
                SeenContent content = seen[i];
                Assert.Equal(digests.TryGetValue(wanted[i], out (byte[] Bytes, MessageDigest Digest) of), content.Found);
                byte[] Expect(ContentColumns column, Func<byte[]> value) => content.Found && (columns & column) != 0 ? value() : [];
                bool isLarge = content.Found && of.Bytes.Length > MessageStaging.MemoryLimit;
                Assert.Equal(Expect(ContentColumns.Envelope, () => of.Digest.Envelope), content.Envelope);
                Assert.Equal(Expect(ContentColumns.Body, () => of.Digest.Body), content.Body);
                Assert.Equal(Expect(ContentColumns.BodyStructure, () => of.Digest.BodyStructure), content.BodyStructure);
                Assert.Equal(Expect(ContentColumns.Parts, () => of.Digest.Parts.Serialize()), content.Parts);
                Assert.Equal(Expect(ContentColumns.Preview, () => Encoding.UTF8.GetBytes(of.Digest.Preview)), content.Preview);
                Assert.Equal(Expect(ContentColumns.Thread, () => of.Digest.Thread), content.Thread);
                Assert.Equal(Expect(ContentColumns.Header, () => of.Bytes[..of.Digest.HeaderLength]), content.Header);
                Assert.Equal(Expect(ContentColumns.Text, () => isLarge ? [] : of.Bytes[of.Digest.HeaderLength..]), content.Text);
                Assert.Equal((columns & ContentColumns.SentDate) != 0 && content.Found ? of.Digest.SentDate : null, content.SentDate);
                Assert.Equal((columns & ContentColumns.Text) != 0 && isLarge, content.IsLarge);
            }
        }
    }

    [Theory]
    [InlineData(ContentColumns.TextRanges)]
    [InlineData(ContentColumns.TextRanges | ContentColumns.Header)]
    [InlineData(ContentColumns.TextRanges | ContentColumns.Parts | ContentColumns.Thread)]
    [InlineData(ContentColumns.TextRanges | ContentColumns.Text)]
    public async Task Ranges_of_texts_are_read_alone(ContentColumns columns)
    {
        byte[][] messages = [.. new[] { 300, 5_000, 9_000, 40_000, MessageStaging.MemoryLimit, MessageStaging.MemoryLimit + 1, 1_000 }
            .Select(size => TestMessages.Make(size, size)), Encoding.ASCII.GetBytes("A: b\r\n\r\n")];
        await Do(new AppendChange(Inbox, [.. messages.Select(m => New(m))]));
        long[] all = [.. (await LogAsync(Inbox)).Rows.Select(r => r.Content), 1_000_000];
        int[] order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 3, 3, 0, 5, 7, 2];
        byte[] Text(int message) => messages[message][MessageDigest.Build(messages[message]).HeaderLength..];
        var random = new Random(11);
        Range[][] ranges = [.. order.Select(o => o == 8 ? [] : Enumerable.Range(0, 6).Select(_ =>
        {
            int length = Text(o).Length, from = random.Next(length + 1);
            return new Range(from, from + random.Next(length - from + 1));
        }).Append(new Range(0, Text(o).Length)).ToArray())];
        var collector = new RangeCollector(i => ranges[i]);
        Assert.Equal(order.Length, await Storage.ReadContentsAsync(Account, order.Select(o => all[o]).ToArray(), columns, collector, default));
        for (int i = 0; i < order.Length; i++)
        {
            bool isLarge = order[i] == 5;
            Assert.Equal((order[i] != 8, isLarge), (collector.Seen[i].Found, collector.Seen[i].IsLarge));
            Assert.Equal(
                order[i] == 8 || isLarge ? [] : ranges[i].Select(r => Convert.ToHexString(Text(order[i])[r])),
                collector.Seen[i].Ranges.Select(Convert.ToHexString));
        }
    }

    [Fact]
    public async Task A_visitor_that_has_enough_ends_the_page()
    {
        await AppendManyAsync(Inbox, 5);
        long[] all = [.. (await LogAsync(Inbox)).Rows.Select(r => r.Content)];
        var three = new ContentCollector(limit: 3);
        Assert.Equal(3, await Storage.ReadContentsAsync(Account, all, ContentColumns.Header, three, default));
        Assert.Equal(3, three.Seen.Count);
        Assert.Equal(0, await Storage.ReadContentsAsync(Account, Array.Empty<long>(), ContentColumns.Header, three, default));
        Assert.Null(await Storage.OpenMessageAsync(Account, 1_000_000, default));
    }

    [Fact]
    public async Task A_message_that_is_not_filed_leaves_nothing()
    {
        StagedMessage staged = TestMessages.Stage(Storage, Account, TestMessages.Make(1, 500_000));
        string file = staged.File!;
        staged.Dispose();
        Assert.False(File.Exists(file));
        MessageStaging staging = Storage.StageMessage(Account);
        staging.Write(new byte[500_000]);
        Assert.Equal(500_000, staging.Size);
        staging.Dispose();
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(file)!));
    }
}
