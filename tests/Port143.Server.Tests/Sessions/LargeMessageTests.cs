using System.Text;

namespace Port143.Server.Tests.Sessions;

/// <summary>Messages that are files of their own: sent by the system in the clear, read and written otherwise, always the same octets.</summary>
public sealed class LargeMessageTests : IAsyncLifetime
{
    private readonly string _large = Message(700_000, random: 1, '\x01');
    private readonly string _withNul = Message(300_000, random: 2, '\0');
    private TestServer _server = null!;
    private TestAccount _account = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _account = await _server.AddAccountAsync();
        using TestClient client = await _server.SignInAsync(_account);
        await client.AppendAsync("INBOX", _large);
        await client.OkAsync($"APPEND INBOX ~{{{_withNul.Length}+}}\r\n{_withNul}");
        await client.AppendAsync("INBOX", "Subject: small\r\n\r\nsmall\r\n");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("clear")]
    [InlineData("TLS")]
    [InlineData("COMPRESS")]
    public async Task It_comes_back_as_it_was_whatever_carries_it(string by)
    {
        using TestClient client = await ConnectAsync(by);
        await client.OkAsync("EXAMINE INBOX");
        List<string> all = await client.OkAsync("FETCH 1:3 (BODY.PEEK[] UID)");
        Assert.Equal($"* 1 FETCH (BODY[] {{{_large.Length}}}\r\n{_large} UID 1)", all[0]);
        Assert.Equal($"* 2 FETCH (BODY[] {{{_withNul.Length}}}\r\n{_withNul.Replace('\0', '\x80')} UID 2)", all[1]);
        Assert.EndsWith("\r\n\r\nsmall\r\n UID 3)", all[2]);

        foreach ((int offset, int count) in ((int, int)[])[(0, 100_000), (77, 65_536), (1_000, 65_535), (600_000, 200_000), (700_000, 100)])
        {
            string part = _large.Substring(offset, Math.Clamp(_large.Length - offset, 0, count));
            Assert.Equal($"* 1 FETCH (BODY[]<{offset}> {{{part.Length}}}\r\n{part})", (await client.OkAsync($"FETCH 1 BODY.PEEK[]<{offset}.{count}>"))[0]);
        }
        string text = _large[(_large.IndexOf("\r\n\r\n") + 4)..];
        Assert.Equal($"* 1 FETCH (BODY[TEXT] {{{text.Length}}}\r\n{text} RFC822.SIZE {_large.Length} BODY[1] {{{text.Length}}}\r\n{text})",
            (await client.OkAsync("FETCH 1 (BODY.PEEK[TEXT] RFC822.SIZE BODY.PEEK[1])"))[0]);
    }

    [Fact]
    public async Task A_client_that_stops_reading_gets_all_of_it_when_it_goes_on()
    {
        using TestClient client = await ConnectAsync("clear");
        await client.OkAsync("SELECT INBOX");
        await client.OkAsync("COPY 1 INBOX");
        await client.OkAsync("COPY 1,4 INBOX");
        string command = string.Concat(Enumerable.Range(0, 10).Select(i => $"f{i} FETCH 1,4:6 BODY.PEEK[]\r\n"));
        await client.SendAsync(command);
        await Task.Delay(500); // more than the socket's buffers hold waits now
        for (int i = 0; i < 10; i++)
        {
            List<string> answer = await client.ReadToTagAsync($"f{i}");
            Assert.Equal(5, answer.Count);
            foreach ((int number, string response) in ((int[])[1, 4, 5, 6]).Zip(answer))
            {
                Assert.True(response == $"* {number} FETCH (BODY[] {{{_large.Length}}}\r\n{_large})", $"f{i}, message {number}");
            }
        }
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_takes_nobody_with_it()
    {
        using TestClient other = await ConnectAsync("clear");
        await other.OkAsync("EXAMINE INBOX");
        for (int i = 0; i < 3; i++)
        {
            using TestClient client = await ConnectAsync("clear");
            await client.OkAsync("EXAMINE INBOX");
            await client.SendAsync(string.Concat(Enumerable.Repeat("f FETCH 1 BODY.PEEK[]\r\n", 30)));
            await Task.Delay(100);
            client.Reset();
            await other.OkAsync("FETCH 1 BODY.PEEK[]");
        }
    }

    [Fact]
    public async Task A_file_that_was_cut_ends_the_connection_and_stands_in_the_log()
    {
        string file = Directory.GetFiles(_server.Folder, "*", SearchOption.AllDirectories).Single(f => new FileInfo(f).Length == _large.Length);
        await using (FileStream cut = File.OpenWrite(file))
        {
            cut.SetLength(500_000);
        }
        using TestClient client = await ConnectAsync("clear");
        await client.OkAsync("EXAMINE INBOX");
        await client.SendAsync("f FETCH 1 BODY.PEEK[]\r\n");
        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadToTagAsync("f"));
        for (int i = 0; i < 200 && _server.Logs.Count("storage_failed") == 0; i++)
        {
            await Task.Delay(50);
        }
        Assert.Contains(_server.Logs.Lines, l => l.Text.Contains("the file of a message is shorter than its row says", StringComparison.Ordinal));
    }

    private async Task<TestClient> ConnectAsync(string by)
    {
        TestClient client = await _server.SignInAsync(_account);
        if (by == "TLS")
        {
            client.Dispose();
            client = await TestClient.ConnectAsync("127.0.0.1", _server.ImapsPort);
            await client.StartTlsAsync();
            await client.SignInAsync(_account);
        }
        else if (by == "COMPRESS")
        {
            await client.StartCompressionAsync();
        }
        return client;
    }

    private static string Message(int length, int random, char odd)
    {
        var bytes = new byte[length];
        new System.Random(random).NextBytes(bytes);
        var text = new StringBuilder("Subject: large\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        while (text.Length < length)
        {
            text.Append(Convert.ToBase64String(bytes, text.Length % 1000, 54)).Append(text.Length % 7 == 0 ? odd : 'x').Append("\r\n");
        }
        return text.ToString();
    }
}
