using System.IO.Compression;
using System.Text;

namespace Port143.Server.Tests.Sessions;

/// <summary>COMPRESS=DEFLATE (RFC 4978) and what ends it, UNAUTHENTICATE (RFC 8437).</summary>
public sealed class CompressTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EverythingWorksCompressed(bool tls)
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await ConnectAsync(server, account, tls);
        await client.StartCompressionAsync();
        Assert.DoesNotContain("COMPRESS=DEFLATE", (await client.OkAsync("CAPABILITY"))[0], StringComparison.Ordinal);
        Assert.Contains(" NO [COMPRESSIONACTIVE] ", (await client.CommandAsync("COMPRESS DEFLATE"))[^1], StringComparison.Ordinal);

        // One that compresses well, one that does not, both larger than every buffer on the way.
        var random = new Random(143);
        byte[] noise = new byte[300_000];
        random.NextBytes(noise);
        string[] messages =
        [
            "Subject: words\r\n\r\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i % 977} of many\r\n")),
            "Subject: noise\r\n\r\n" + Convert.ToBase64String(noise, Base64FormattingOptions.InsertLineBreaks) + "\r\n",
        ];
        foreach (string message in messages)
        {
            await client.AppendAsync("INBOX", message);
        }
        await client.OkAsync("SELECT INBOX");
        List<string> fetched = await client.OkAsync("FETCH 1:2 BODY.PEEK[]");
        for (int i = 0; i < messages.Length; i++)
        {
            Assert.Equal($"* {i + 1} FETCH (BODY[] {{{messages[i].Length}}}\r\n{messages[i]})", fetched[i]);
        }
    }

    [Fact]
    public async Task NewsOfOthersCompleteInIdle()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await ConnectAsync(server, account, tls: false);
        using TestClient other = await server.SignInAsync(account);
        await client.StartCompressionAsync();
        await client.OkAsync("SELECT INBOX");
        await client.SendAsync("i IDLE\r\n");
        Assert.StartsWith("+ ", await client.ReadAsync(), StringComparison.Ordinal);
        for (int i = 1; i <= 3; i++)
        {
            await other.AppendAsync("INBOX", $"Subject: {i}\r\n\r\nx\r\n");
            string? news = await client.ReadAsync();
            Assert.Equal($"* {i} EXISTS", news);
            Assert.Equal($"* {i} RECENT", await client.ReadAsync());
        }
        await client.SendAsync("DONE\r\n");
        await client.ReadToTagAsync("i");
    }

    [Fact]
    public async Task ACommandThatEndsInAPartialFlushIsAnsweredAtOnce()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await ConnectAsync(server, account, tls: true);
        await client.StartCompressionAsync();
        await client.OkAsync("ENABLE IMAP4rev2");
        var deflater = new PartialFlushDeflater();
        for (int i = 0; i < 50; i++)
        {
            // Every length, so that the bits end everywhere within an octet.
            await client.SendCompressedAsync(deflater.Deflate(Encoding.Latin1.GetBytes($"p{i} STATUS \"{new string('x', i % 9)}\xC3\xA4\" (UIDNEXT)\r\n")));
            Assert.StartsWith($"p{i} ", (await client.ReadToTagAsync($"p{i}"))[^1], StringComparison.Ordinal);
        }
        await client.SendCompressedAsync(deflater.Deflate("i IDLE\r\n"u8));
        Assert.StartsWith("+ ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.SendCompressedAsync(deflater.Deflate("DONE\r\n"u8));
        await client.ReadToTagAsync("i");
    }

    [Fact]
    public async Task B22_ALengthTellsNothingOfWhatWasSentBefore()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await ConnectAsync(server, account, tls: false);
        string secret = "X-Secret: 7c1b9e42a60d5f38e1749c0b2ad6f853";
        string wrong = "X-Secret: 0e83d7f51b6c294ad08f35e7c4926ba1";
        await client.AppendAsync("INBOX", $"{secret}\r\n\r\n{Filler(1)}");
        await client.AppendAsync("INBOX", $"{secret}\r\n\r\n{Filler(2)}");
        await client.AppendAsync("INBOX", $"{wrong}\r\n\r\n{Filler(2)}");
        await client.OkAsync("SELECT INBOX");
        await client.StartCompressionAsync();
        var lengths = new List<int>();
        foreach (int guess in (int[])[2, 3])
        {
            await client.SendAsync("a FETCH 1 BODY.PEEK[]\r\n");
            await client.CountOctetsAsync();
            await client.SendAsync($"b FETCH {guess} BODY.PEEK[]\r\n");
            lengths.Add(await client.CountOctetsAsync());
        }
        // And in one batch, whose answers share a flush.
        foreach (int guess in (int[])[2, 3])
        {
            await client.SendAsync($"a FETCH 1 BODY.PEEK[]\r\nb FETCH {guess} BODY.PEEK[]\r\n");
            lengths.Add(await client.CountOctetsAsync());
        }
        // With a dictionary in common the right guess is some 20 octets shorter; different digits alone make a few.
        Assert.InRange(Math.Abs(lengths[0] - lengths[1]), 0, 3);
        Assert.InRange(Math.Abs(lengths[2] - lengths[3]), 0, 3);
    }

    [Fact]
    public async Task B20_WhatIsNotDeflateOrSaysNothingEndsTheConnection()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        byte[] nothing = [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0xFF, 0xFF], 20_000).SelectMany(b => b)];
        foreach (byte[] input in (byte[][])[[7, 7, 7, 7], nothing])
        {
            using TestClient client = await ConnectAsync(server, account, tls: false);
            await client.StartCompressionAsync();
            try
            {
                await client.SendCompressedAsync(input);
            }
            catch (IOException)
            {
                // It is closed before all is sent.
            }
            await client.ReadToEndQuietlyAsync();
        }
    }

    [Fact]
    public async Task B21_ABombIsALineThatIsTooLong()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await ConnectAsync(server, account, tls: false);
        await client.StartCompressionAsync();
        var bomb = new MemoryStream();
        using (var deflater = new DeflateStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] block = new byte[1024 * 1024];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 500; i++)
            {
                deflater.Write(block);
            }
        }
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            await client.SendCompressedAsync(bomb.ToArray());
        }
        catch (IOException)
        {
        }
        List<string> answers = await client.ReadToEndAsync();
        Assert.Contains(answers, a => a.Contains("BAD", StringComparison.Ordinal));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task UnauthenticateEndsCompressionAndEverythingOfTheAccount()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount first = await server.AddAccountAsync();
        TestAccount second = await server.AddAccountAsync();
        using TestClient client = await ConnectAsync(server, first, tls: true);
        for (int round = 0; round < 3; round++)
        {
            await client.StartCompressionAsync();
            await client.OkAsync("ENABLE QRESYNC IMAP4rev2");
            await client.AppendAsync("INBOX", "Subject: mine\r\n\r\nx\r\n");
            await client.OkAsync("SELECT INBOX");
            await client.OkAsync("UNAUTHENTICATE");
            client.StopCompression();
            Assert.Contains("BAD", (await client.CommandAsync("FETCH 1 FLAGS"))[^1], StringComparison.Ordinal);
            Assert.Contains(" LITERAL- ", (await client.OkAsync("CAPABILITY"))[0], StringComparison.Ordinal);
            TestAccount next = round % 2 == 0 ? second : first;
            await client.OkAsync($"LOGIN {next.User} \"{next.Password}\"");
            Assert.Contains(" COMPRESS=DEFLATE ", (await client.OkAsync("CAPABILITY"))[0], StringComparison.Ordinal);
        }
        Assert.Contains("MESSAGES 1", (await client.OkAsync("STATUS INBOX (MESSAGES)"))[0], StringComparison.Ordinal);
    }

    private static async Task<TestClient> ConnectAsync(TestServer server, TestAccount account, bool tls)
    {
        TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        if (tls)
        {
            await client.OkAsync("STARTTLS");
            await client.StartTlsAsync();
        }
        await client.OkAsync($"LOGIN {account.User} \"{account.Password}\"");
        return client;
    }

    private static string Filler(int seed)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, 600).Select(i => (char)('a' + random.Next(26)) + (i % 70 == 69 ? "\r\n" : ""))) + "\r\n";
    }
}
