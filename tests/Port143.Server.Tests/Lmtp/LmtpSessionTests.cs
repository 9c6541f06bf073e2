using System.Net;
using System.Text;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Tests.Lmtp;

public sealed class LmtpSessionTests
{
    private const string Hello = "LHLO client.test\r\nMAIL FROM:<sender@x.test>\r\n";
    private const string Message = "Subject: x\r\n\r\nhello\r\n";

    [Fact]
    public async Task A_message_arrives_with_trace_fields_and_its_own_octets()
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string replies = await client.SendAsync(Hello + "RCPT TO:<Joe@Y.test>\r\nDATA\r\n" + Message + "..dot\r\n.\r\nQUIT\r\n", 6);
        Assert.Equal("250 CHUNK 250 2.1.0 250 2.1.5 354 Start 250 2.1.5 221 2.0.0", replies);
        string message = Assert.Single(await server.ReadAsync(account, "INBOX"));
        Assert.Matches(
            "^Return-Path: <sender@x.test>\r\nDelivered-To: Joe@Y.test\r\nReceived: from client.test \\(\\[127.0.0.1\\]\\)\r\n"
            + "\tby mx.test with LMTP id [0-9a-f]+\r\n\tfor <Joe@Y.test>; \\w{3}, \\d+ \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\r\n"
            + "Subject: x\r\n\r\nhello\r\n.dot\r\n$", message);
        await client.Done;
    }

    [Fact]
    public async Task Details_choose_the_mailbox_and_fall_back_to_inbox()
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        await server.Mail.CommitAsync(account, new CreateMailboxChange(MailboxName.Parse("Lists/Rust")), default);
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string rcpt = "RCPT TO:<joe+archive@y.test>\r\nRCPT TO:<joe+lists/rust@y.test>\r\nRCPT TO:<joe+nowhere@y.test>\r\n";
        await client.SendAsync(Hello + rcpt + "DATA\r\n" + Message + ".\r\n", 9);
        Assert.Single(await server.ReadAsync(account, "Archive"));
        Assert.Single(await server.ReadAsync(account, "Lists/Rust"));
        Assert.Contains("Delivered-To: joe+nowhere@y.test", Assert.Single(await server.ReadAsync(account, "INBOX")));
    }

    [Fact]
    public async Task H02_each_accepted_recipient_gets_its_own_reply()
    {
        await using var server = new LmtpServer(wrap: storage => new FailingStorage(storage));
        foreach (string name in new[] { "full", "broken", "joe", "ann" })
        {
            FailingStorage.Fail(name, await server.AddAsync($"{name}@y.test"));
        }
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string rcpt = string.Concat(new[] { "joe", "full", "nobody", "broken", "ann" }.Select(n => $"RCPT TO:<{n}@y.test>\r\n"));
        Assert.Equal(
            "250 CHUNK 250 2.1.0 250 2.1.5 250 2.1.5 550 5.1.1 250 2.1.5 250 2.1.5 354 Start 250 2.1.5 452 4.3.1 451 4.3.0 250 2.1.5",
            await client.SendAsync(Hello + rcpt + "DATA\r\n" + Message + ".\r\n", 12));
    }

    [Fact]
    public async Task H02_a_full_mailbox_is_told_for_its_recipient_alone()
    {
        await using var server = new LmtpServer();
        AccountId full = await server.AddAsync("full@y.test");
        AccountId small = await server.AddAsync("small@y.test");
        await server.AddAsync("joe@y.test");
        await server.Mail.CommitAsync(full, new SetQuotaChange(new QuotaLimits(Messages: 1)), default);
        await server.Mail.CommitAsync(small, new SetQuotaChange(new QuotaLimits(Storage: 10)), default);
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string rcpt = string.Concat(new[] { "full", "small", "joe" }.Select(n => $"RCPT TO:<{n}@y.test>\r\n"));
        Assert.EndsWith("354 Start 250 2.1.5 552 5.2.2 250 2.1.5", await client.SendAsync(Hello + rcpt + "DATA\r\n" + Message + ".\r\n", 9));
        Assert.EndsWith("354 Start 452 4.2.2 552 5.2.2 250 2.1.5", await client.SendAsync(
            "MAIL FROM:<>\r\n" + rcpt + "DATA\r\n" + Message + ".\r\n", 8));
    }

    [Fact]
    public async Task H02_too_many_recipients_are_told_so()
    {
        await using var server = new LmtpServer(
            new ServerOptions { DataFolder = "/", LmtpOptions = new LmtpOptions { MaxRecipients = 2 } });
        await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string rcpt = string.Concat(Enumerable.Repeat("RCPT TO:<joe@y.test>\r\n", 3));
        Assert.EndsWith("250 2.1.5 250 2.1.5 452 4.5.3", await client.SendAsync(Hello + rcpt, 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task H04_a_message_over_the_size_leaves_nothing(int recipients)
    {
        await using var server = new LmtpServer(
            new ServerOptions { DataFolder = "/", Limits = new ServerLimits { MaxMessageSize = 300_000 } });
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string rcpt = string.Concat(Enumerable.Repeat("RCPT TO:<joe@y.test>\r\n", recipients));
        string big = string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 400));
        string replies = await client.SendAsync(Hello + rcpt + "DATA\r\n" + big + ".\r\nMAIL FROM:<> SIZE=300001\r\n", 4 + 2 * recipients);
        Assert.EndsWith("552 5.3.4 552 5.3.4", replies);
        Assert.Empty(await server.ReadAsync(account, "INBOX"));
        Assert.Equal(0, server.FilesOf(account));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Large_messages_pass_whole(int recipients)
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string rcpt = string.Concat(Enumerable.Repeat("RCPT TO:<joe@y.test>\r\n", recipients));
        string body = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i}\r\n"));
        await client.SendAsync(Hello + rcpt + "DATA\r\n\r\n" + body + ".\r\n", 3 + 2 * recipients);
        Assert.All(await server.ReadAsync(account, "INBOX"), m => Assert.EndsWith("\r\n\r\n" + body, m));
        Assert.Equal(recipients, (await server.ReadAsync(account, "INBOX")).Count);
    }

    [Theory]
    [InlineData("DATA\r\nSubject: x\r\n\r\nhalf")]
    [InlineData("BDAT 100\r\nhalf")]
    [InlineData("BDAT 4\r\nhalf")]
    public async Task H04_a_client_that_stalls_is_told_and_leaves_nothing(string start)
    {
        await using var server = new LmtpServer(
            new ServerOptions { DataFolder = "/", LmtpOptions = new LmtpOptions { Idle = TimeSpan.FromMilliseconds(300) } });
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        string big = start.StartsWith('D') ? string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 200)) : "";
        await client.SendAsync(Hello + "RCPT TO:<joe@y.test>\r\n" + start + big, 3);
        Assert.StartsWith("421 4.4.2", (await client.ReadAsync(3))[^1]);
        await client.Done.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(await server.ReadAsync(account, "INBOX"));
        Assert.Equal(0, server.FilesOf(account));
    }

    [Fact]
    public async Task H05_a_connection_cut_after_the_final_dot_loses_nothing()
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        await client.SendAsync(Hello + "RCPT TO:<joe@y.test>\r\nDATA\r\n" + Message + ".\r\n", 0);
        await client.CutAsync();
        Assert.Single(await server.ReadAsync(account, "INBOX"));
    }

    [Fact]
    public async Task H05_a_connection_cut_before_the_final_dot_leaves_nothing()
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        await client.SendAsync(Hello + "RCPT TO:<joe@y.test>\r\nDATA\r\n" + Message + ".\r", 0);
        await client.CutAsync();
        Assert.Empty(await server.ReadAsync(account, "INBOX"));
    }

    [Theory]
    [InlineData("Delivered-To: joe@y.test\r\n", "554 5.4.6")]
    [InlineData("X: y\r\ndelivered-to:\r\n <JOE@y.test>\r\n", "554 5.4.6")]
    [InlineData("Delivered-To: ann@y.test\r\n", "250 2.1.5")]
    [InlineData("\r\nDelivered-To: joe@y.test\r\n", "250 2.1.5")]
    [InlineData("R1000", "554 5.4.6")]
    [InlineData("R100", "250 2.1.5")]
    public async Task H06_loops_are_noticed(string header, string code)
    {
        await using var server = new LmtpServer();
        await server.AddAsync("joe@y.test");
        LmtpTestClient client = server.Connect();
        await client.ReadAsync(1);
        if (header.StartsWith('R'))
        {
            header = string.Concat(Enumerable.Repeat("Received: from a by b; now\r\n", header == "R100" ? 100 : 1000));
        }
        Assert.EndsWith(code, await client.SendAsync(Hello + "RCPT TO:<joe@y.test>\r\nDATA\r\n" + header + Message + ".\r\n", 5));
    }

    [Fact]
    public async Task H07_a_peer_outside_the_trusted_networks_is_refused()
    {
        await using var server = new LmtpServer();
        LmtpTestClient client = server.Connect(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1));
        Assert.StartsWith("554", (await client.ReadAsync(1))[0]);
        Assert.Equal("554 5.7.1 554 5.7.1 221 2.0.0", await client.SendAsync(Hello + "QUIT\r\n", 3));
    }

    [Fact]
    public async Task Mapped_loopback_and_unix_sockets_are_trusted()
    {
        await using var server = new LmtpServer();
        Assert.StartsWith("220", (await server.Connect(new IPEndPoint(IPAddress.Loopback.MapToIPv6(), 1)).ReadAsync(1))[0]);
        Assert.StartsWith("220", (await server.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint("/tmp/x")).ReadAsync(1))[0]);
    }

    [Fact]
    public async Task Every_split_of_a_session_gives_the_same_replies()
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        byte[] session = Encoding.ASCII.GetBytes(
            Hello + "RCPT TO:<joe@y.test>\r\nRCPT TO:<no@y.test>\r\nDATA\r\n" + Message + "..\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<joe@y.test>\r\n"
            + "BDAT 10\r\nSubject: x\r\nBDAT 4 LAST\r\n\r\n\r\nQUIT\r\n");
        List<string>? expected = null;
        for (int split = 0; split < session.Length; split += 3)
        {
            LmtpTestClient client = server.Connect();
            await client.SendAsync(Encoding.ASCII.GetString(session, 0, split), 0);
            await client.SendAsync(Encoding.ASCII.GetString(session, split, session.Length - split), 0);
            List<string> replies = [.. (await client.ReadAsync(100)).Select(r => r.Split(", UID")[0])];
            expected ??= replies;
            Assert.Equal(expected, replies);
        }
        Assert.Single((await server.ReadAsync(account, "INBOX")).Select(m => m[m.IndexOf("Subject", StringComparison.Ordinal)..]).Where(m => m.Contains("hello")).Distinct());
    }

    [Fact]
    public async Task A_stopping_server_says_goodbye_between_messages_and_finishes_the_one_it_takes()
    {
        await using var server = new LmtpServer();
        AccountId account = await server.AddAsync("joe@y.test");
        LmtpTestClient idle = server.Connect(), busy = server.Connect();
        await idle.ReadAsync(1);
        await busy.ReadAsync(1);
        await busy.SendAsync(Hello + "RCPT TO:<joe@y.test>\r\nDATA\r\nSubject: x\r\n", 4);
        Task stop = server.Handler.StopAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("421 4.3.2", (await idle.ReadAsync(1))[0]);
        Assert.Equal("250 2.1.5", await busy.SendAsync("\r\n.\r\n", 1));
        Assert.StartsWith("421 4.3.2", (await busy.ReadAsync(1))[0]);
        await stop;
        Assert.Single(await server.ReadAsync(account, "INBOX"));
    }
}
