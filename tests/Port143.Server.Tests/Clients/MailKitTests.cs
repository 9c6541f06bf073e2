using System.Diagnostics;
using System.Threading.Channels;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace Port143.Server.Tests.Clients;

/// <summary>A client that others wrote, with a parser as strict as any.</summary>
public sealed class MailKitTests
{
    // Messages that mail servers have stumbled over.
    private static readonly string[] Odd =
    [
        "Subject: plain\r\n\r\nText\r\n",
        "Subject: no body\r\n",
        "\r\nno header\r\n",
        "no colon here\r\nSubject: broken\r\n\r\nx",
        "From: \"un\\\"quoted\\\\\" <a@b>\r\nTo: undisclosed-recipients:;\r\nCc: group: x@y, \"z\" <z@w>;\r\nSubject: a \"b\" \\ c\r\n\r\nx\r\n",
        "Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?= =?x-unknown?q?=FF?=\r\nFrom: \xE4\xF6\xFC <x@y>\r\n\r\n8bit \xE4\r\n",
        "Subject: nested\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n"
            + "Subject: inner\r\n\r\ninner\r\n--a\r\nContent-Type: application/octet-stream; name=\"=?utf-8?b?w6Q=?=.bin\"\r\n"
            + "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename*0*=utf-8''%C3%A4; filename*1=.bin\r\n\r\nAAEC\r\n--a--\r\n",
        "Subject: never ends\r\nContent-Type: multipart/alternative; boundary=\"x\"\r\n\r\n--x\r\n\r\none\r\n",
        "Subject: no boundary\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n",
        "Content-Type: text/plain; charset=\"\\\"; x=\"y\r\nDate: not a date\r\nMessage-ID: <no end\r\nReferences: <a> b <c\r\n\r\nx\r\n",
        "Subject: long\r\n\r\n" + "0123456789012345678901234567890123456789\r\n0123456789012345678901234567890123456789\r\n",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACompressedSessionIsLikeAnyOther(bool tls)
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using ImapClient client = await ConnectAsync(server, account, tls);
        using ImapClient sending = await ConnectAsync(server, account, tls: false);
        await client.CompressAsync();
        await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        for (int i = 0; i < 50; i++)
        {
            await client.Inbox.AppendAsync(Make($"message {i}"));
        }
        Assert.Equal(50, (await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure)).Count);
        Assert.Equal("message 49", (await client.Inbox.GetMessageAsync(49)).Subject);
        // What comes unasked must come at once, although little has gathered to compress.
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Inbox.CountChanged += (_, _) => heard.TrySetResult();
        using var done = new CancellationTokenSource();
        Task idle = client.IdleAsync(done.Token);
        await sending.Inbox!.AppendAsync(Make("unasked"));
        await heard.Task.WaitAsync(TestClient.Patience);
        await done.CancelAsync();
        await idle;
        Assert.Equal(51, client.Inbox.Count);
        await client.DisconnectAsync(quit: true);
    }

    [Fact]
    public async Task IdleHearsOfAnAppendAtOnce()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using ImapClient waiting = await ConnectAsync(server, account, tls: false);
        using ImapClient sending = await ConnectAsync(server, account, tls: false);
        await waiting.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        var heard = Channel.CreateUnbounded<long>();
        waiting.Inbox.CountChanged += (_, _) => heard.Writer.TryWrite(Stopwatch.GetTimestamp());
        using var done = new CancellationTokenSource();
        Task idle = waiting.IdleAsync(done.Token);
        var delays = new List<double>();
        for (int i = 0; i < 20; i++)
        {
            await Task.Delay(20);
            await sending.Inbox!.AppendAsync(Make($"message {i}"));
            long stored = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(TestClient.Patience);
            delays.Add(Stopwatch.GetElapsedTime(stored, await heard.Reader.ReadAsync(patience.Token)).TotalMilliseconds);
        }
        await done.CancelAsync();
        await idle;
        Assert.Equal(20, waiting.Inbox.Count);
        delays.Sort();
        Assert.InRange(delays[delays.Count / 2], -1000, 50);
    }

    [Fact]
    public async Task OddMailIsReadSearchedFlaggedAndMoved()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using (TestClient raw = await server.SignInAsync(account))
        {
            foreach (string message in Odd)
            {
                await raw.AppendAsync("INBOX", message);
            }
        }
        using ImapClient client = await ConnectAsync(server, account, tls: true);
        Assert.True(client.IsSecure);
        FolderNamespace root = Assert.Single(client.PersonalNamespaces);
        Assert.Equal(('/', ""), (root.DirectorySeparator, root.Path));
        IMailFolder inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadWrite);
        Assert.Equal(Odd.Length, inbox.Count);

        IList<IMessageSummary> all = await inbox.FetchAsync(
            0, -1, MessageSummaryItems.All | MessageSummaryItems.UniqueId | MessageSummaryItems.BodyStructure | MessageSummaryItems.PreviewText
            | MessageSummaryItems.EmailId | MessageSummaryItems.SaveDate | MessageSummaryItems.ModSeq | MessageSummaryItems.References);
        Assert.Equal(Odd.Length, all.Count);
        Assert.Equal("a \"b\" \\ c", all[4].Envelope!.Subject);
        for (int i = 0; i < Odd.Length; i++)
        {
            Assert.Equal(Odd[i].Length, (int)all[i].Size!.Value);
            await using Stream stream = await inbox.GetStreamAsync(all[i].UniqueId);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.Equal(Odd[i], System.Text.Encoding.Latin1.GetString(bytes.ToArray()));
        }

        Assert.Equal([all[6].UniqueId], await inbox.SearchAsync(SearchQuery.SubjectContains("NESTED")));
        Assert.Equal([all[5].UniqueId], await inbox.SearchAsync(SearchQuery.SubjectContains("grü")));
        await inbox.AddFlagsAsync([all[0].UniqueId, all[1].UniqueId], MessageFlags.Seen | MessageFlags.Flagged, silent: true);
        Assert.Equal([all[0].UniqueId, all[1].UniqueId], await inbox.SearchAsync(SearchQuery.Flagged));
        IMailFolder archive = client.GetFolder(SpecialFolder.Archive)!;
        UniqueIdMap moved = await inbox.MoveToAsync([all[0].UniqueId], archive);
        Assert.Equal(all[0].UniqueId, Assert.Single(moved.Source));
        Assert.Equal(Odd.Length - 1, inbox.Count);
        await archive.StatusAsync(StatusItems.Count | StatusItems.Unread | StatusItems.Size | StatusItems.UidValidity | StatusItems.HighestModSeq | StatusItems.MailboxId);
        Assert.Equal((1, 0, (ulong)Odd[0].Length), (archive.Count, archive.Unread, archive.Size!.Value));
        Assert.NotNull(await inbox.AppendAsync(Make("grüße"), MessageFlags.Draft));
        Assert.Equal(3, (await inbox.AppendAsync(
            [new AppendRequest(Make("1")), new AppendRequest(Make("2")), new AppendRequest(Make("3"), MessageFlags.Seen)])).Count);
        Assert.Empty(server.Logs.Bugs);
    }

    [Fact]
    public async Task QuickResyncTellsWhatHappenedMeanwhile()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using ImapClient other = await ConnectAsync(server, account, tls: false);
        for (int i = 0; i < 5; i++)
        {
            await other.Inbox!.AppendAsync(Make($"message {i}"));
        }
        uint validity;
        ulong modSeq;
        IList<UniqueId> known;
        using (ImapClient first = await ConnectAsync(server, account, tls: true))
        {
            await first.Inbox!.OpenAsync(FolderAccess.ReadOnly);
            (validity, modSeq) = (first.Inbox.UidValidity, first.Inbox.HighestModSeq);
            known = await first.Inbox.SearchAsync(SearchQuery.All);
        }
        await other.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        await other.Inbox.AddFlagsAsync(known[1], MessageFlags.Deleted, silent: true);
        await other.Inbox.ExpungeAsync([known[1]]);
        await other.Inbox.AddFlagsAsync(known[3], MessageFlags.Seen, silent: true);

        using ImapClient again = await ConnectAsync(server, account, tls: true);
        await again.EnableQuickResyncAsync();
        IMailFolder inbox = again.Inbox!;
        var vanished = new List<UniqueId>();
        var changed = new List<UniqueId>();
        inbox.MessagesVanished += (_, gone) => vanished.AddRange(gone.UniqueIds);
        inbox.MessageFlagsChanged += (_, flags) => changed.Add(flags.UniqueId!.Value);
        await inbox.OpenAsync(FolderAccess.ReadWrite, validity, modSeq, known);
        Assert.Equal([known[1]], vanished);
        Assert.Equal([known[3]], changed);
        Assert.Equal(4, inbox.Count);

        vanished.Clear();
        await other.Inbox.AddFlagsAsync(known[0], MessageFlags.Deleted, silent: true);
        await other.Inbox.ExpungeAsync([known[0]]);
        await again.NoOpAsync();
        Assert.Equal([known[0]], vanished);
        Assert.Empty(server.Logs.Bugs);
    }

    private static async Task<ImapClient> ConnectAsync(TestServer server, TestAccount account, bool tls)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync(
            "127.0.0.1", tls ? server.ImapsPort : server.ImapPort, tls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.None);
        await client.AuthenticateAsync(account.User, account.Password);
        return client;
    }

    private static MimeMessage Make(string subject)
    {
        var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = "Text, größer\r\n" } };
        message.From.Add(new MailboxAddress("Jürgen", "juergen@example.com"));
        message.To.Add(new MailboxAddress("", "joe@example.com"));
        return message;
    }
}
