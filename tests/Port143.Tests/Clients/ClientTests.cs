using System.Text;
using Port143.Tests.Cli;
using Port143.Tests.Processes;

namespace Port143.Tests.Clients;

/// <summary>Mail clients that people use, over TLS with the certificate that the server made for itself.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private const string Address = "reader@example.org";

    private readonly TemporaryFolder _folder = new();
    private ServerUnderTest _server = null!;
    private Wire _wire = null!;

    private string Certificate => _folder["data/tls/cert.pem"];

    public async ValueTask InitializeAsync()
    {
        await ServerUnderTest.AddAccountAsync(_folder["data"], Address);
        _server = await ServerUnderTest.StartAsync(_folder["data"], "--cleartext-login", "loopback");
        _wire = await Wire.SignInAsync(_server.Imap, Address);
        for (int i = 1; i <= 12; i++)
        {
            await _wire.AppendAsync("INBOX", i % 3 == 0 ? @"\Seen" : "", Message(i));
        }
        await _wire.AppendAsync("Sent", @"\Seen", Message(100));
        await _wire.OkAsync("CREATE \"Two words\"");
        await _wire.OkAsync("CREATE Work/&AMQ-rger"); // Arger with a diaeresis, in modified UTF-7
        await _wire.AppendAsync("Work/&AMQ-rger", @"\Flagged", Message(200));
        await _wire.OkAsync("SELECT INBOX");
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Mbsync_pulls_pushes_and_then_has_nothing_to_do()
    {
        ForeignProgram.Need("mbsync");
        Directory.CreateDirectory(_folder["mail"]);
        File.WriteAllText(_folder["mbsyncrc"], $"""
            IMAPAccount test
            Host localhost
            Port {_server.Imaps}
            User {Address}
            Pass "{ServerUnderTest.Password}"
            SSLType IMAPS
            CertificateFile {Certificate}

            IMAPStore server
            Account test

            MaildirStore disk
            Path {_folder["mail"]}/
            Inbox {_folder["mail/INBOX"]}
            SubFolders Verbatim

            Channel test
            Far :server:
            Near :disk:
            Patterns *
            Create Both
            Expunge Both
            SyncState *

            """);
        await Sync();
        string[] files = MaildirFiles("INBOX");
        Assert.Equal(12, files.Length);
        Assert.Equal(4, files.Count(f => f.EndsWith(",S", StringComparison.Ordinal)));
        var sent = Enumerable.Range(1, 12).Select(i => Encoding.UTF8.GetString(Message(i))).ToHashSet();
        Assert.All(files, f => Assert.Contains(Plain(File.ReadAllText(f)), sent));
        Assert.Single(MaildirFiles("Sent"));
        Assert.Single(MaildirFiles("Work/&AMQ-rger"), f => f.EndsWith(",F", StringComparison.Ordinal));

        string before = await StateAsync();
        await Sync();
        Assert.Equal(before, await StateAsync());
        Assert.Equal(files, MaildirFiles("INBOX"));

        // On the disk: flags on one message, another one deleted, a new one written, one moved to Trash by hand.
        Move(FileOf("INBOX", 1), "FS");
        File.Delete(FileOf("INBOX", 2));
        Directory.CreateDirectory(_folder["mail/INBOX/new"]);
        File.WriteAllText(_folder["mail/INBOX/new/1.local.test"], Encoding.UTF8.GetString(Message(300)).Replace("\r\n", "\n", StringComparison.Ordinal));
        await Sync();
        Assert.Contains(@"\Flagged \Seen)", await FlagsAsync(1));
        Assert.Equal("* SEARCH", (await _wire.OkAsync("SEARCH SUBJECT \"number 2 \"")).Untagged[^1].Text);
        WireReply found = await _wire.OkAsync("UID SEARCH SUBJECT \"number 300 \"");
        uint uid = uint.Parse(found.Untagged[^1].Text["* SEARCH ".Length..]);
        WireReply pushed = await _wire.OkAsync($"UID FETCH {uid} BODY.PEEK[]");
        string arrived = Encoding.UTF8.GetString(Assert.Single(pushed.Untagged).Literals[0]);
        Assert.Equal(Encoding.UTF8.GetString(Message(300)), Plain(arrived.Replace("\r\n", "\n", StringComparison.Ordinal)));

        // On the server: another flag, a deletion, a move, a new mailbox.
        await _wire.OkAsync(@"UID STORE 4 +FLAGS (\Answered \Seen)");
        await _wire.OkAsync(@"UID STORE 5 +FLAGS (\Deleted)");
        await _wire.OkAsync("UID EXPUNGE 5");
        await _wire.OkAsync("CREATE New");
        await _wire.OkAsync("UID MOVE 6 New");
        await Sync();
        Assert.EndsWith(":2,RS", FileOf("INBOX", 4));
        Assert.DoesNotContain(MaildirFiles("INBOX"), f => File.ReadAllText(f).Contains("number 5 ", StringComparison.Ordinal));
        Assert.Contains("number 6 ", File.ReadAllText(Assert.Single(MaildirFiles("New"))));
        before = await StateAsync();
        await Sync();
        Assert.Equal(before, await StateAsync());
        await _server.StopAsync();

        Task<ForeignProgram.Outcome> Sync() => ForeignProgram.OkAsync(_folder.Path, "mbsync", "-c", _folder["mbsyncrc"], "test");
    }

    [Fact]
    public async Task Curl_lists_fetches_searches_and_appends()
    {
        ForeignProgram.Need("curl");
        string url = $"imaps://localhost:{_server.Imaps}";
        string list = (await Curl($"{url}/")).Text;
        Assert.Contains("* LIST (\\HasNoChildren \\Sent) \"/\" Sent", list.Replace("\"Sent\"", "Sent", StringComparison.Ordinal));
        Assert.Contains("\"Two words\"", list);
        Assert.Equal(Message(3), (await Curl($"{url}/INBOX;UID=3")).Output);
        Assert.Equal("Subject: message number 3 of the test\r\n\r\n", (await Curl($"{url}/INBOX;UID=3;SECTION=HEADER.FIELDS%20(Subject)")).Text);
        Assert.Equal("* SEARCH 3 6 9 12\r\n", (await Curl($"{url}/INBOX?SEEN")).Text);
        File.WriteAllBytes(_folder["new.eml"], Message(400));
        await Curl("-T", _folder["new.eml"], $"{url}/Two%20words");
        Assert.Equal(Message(400), (await Curl($"{url}/Two%20words;MAILINDEX=1")).Output);
        Assert.Contains("UIDNEXT 2", (await Curl("-X", "STATUS \"Two words\" (UIDNEXT)", $"{url}/")).Text);
        // STARTTLS on the other port, and no password without it.
        Assert.Equal(Message(3), (await Curl("--ssl-reqd", $"imap://localhost:{_server.Imap}/INBOX;UID=3")).Output);
        Assert.Equal(67, (await ForeignProgram.RunAsync(
            _folder.Path, "curl", "-sS", "--cacert", Certificate, "-u", $"{Address}:wrong", $"{url}/")).Code);
        await _server.StopAsync();

        Task<ForeignProgram.Outcome> Curl(params string[] arguments) => ForeignProgram.OkAsync(
            _folder.Path, "curl", ["-sS", "--max-time", "30", "--cacert", Certificate, "-u", $"{Address}:{ServerUnderTest.Password}", .. arguments]);
    }

    [Fact]
    public async Task Mutt_reads_counts_saves_and_flags()
    {
        ForeignProgram.Need("mutt");
        ForeignProgram.Need("script");
        File.WriteAllText(_folder["muttrc"], $"""
            set folder = "imaps://localhost:{_server.Imaps}/"
            set spoolfile = "+INBOX"
            set imap_user = "{Address}"
            set imap_pass = "{ServerUnderTest.Password}"
            set certificate_file = "{Certificate}"
            set header_cache = "{_folder["cache"]}"
            set wait_key = no
            set quit = yes
            set move = no
            set delete = yes
            set confirmappend = no
            set pipe_decode = no
            set pipe_split = no
            set imap_check_subscribed = no
            unset mark_old
            push "<tag-pattern>~A<enter><tag-prefix><pipe-message>cat > {_folder["read"]}<enter>\
            <untag-pattern>~A<enter><search>number 2 <enter><flag-message>\
            <search>number 4 <enter><copy-message>=Sent<enter>\
            <search>number 5 <enter><delete-message><quit>"

            """);
        await ForeignProgram.OkAsync(_folder.Path, "script", "-qec", $"mutt -n -F {_folder["muttrc"]}", "/dev/null");
        string read = File.ReadAllText(_folder["read"]);
        Assert.All(Enumerable.Range(1, 12), i => Assert.Contains($"Subject: message number {i} of the test", read));
        Assert.Contains(@"\Flagged", await FlagsAsync(2));
        Assert.DoesNotContain("UID 5 ", string.Concat((await _wire.OkAsync("UID FETCH 1:* FLAGS")).Untagged.Select(u => u.Text)));
        WireReply sent = await _wire.OkAsync("STATUS Sent (MESSAGES)");
        Assert.Contains("MESSAGES 2", sent.Untagged[^1].Text);
        Assert.Empty(_server.Errors);
        await _server.StopAsync();
    }

    [Fact]
    public async Task Offlineimap_fetches_all_and_brings_flags_back()
    {
        ForeignProgram.Need("offlineimap");
        File.WriteAllText(_folder["offlineimaprc"], $"""
            [general]
            accounts = test
            metadata = {_folder["meta"]}

            [Account test]
            localrepository = disk
            remoterepository = server

            [Repository disk]
            type = Maildir
            localfolders = {_folder["mail"]}

            [Repository server]
            type = IMAP
            remotehost = localhost
            remoteport = {_server.Imaps}
            remoteuser = {Address}
            remotepass = {ServerUnderTest.Password}
            ssl = yes
            sslcacertfile = {Certificate}

            """);
        await Sync();
        Assert.Equal(12, MaildirFiles("INBOX").Length);
        Assert.Single(MaildirFiles("Sent"));
        string before = await StateAsync();
        await Sync();
        Assert.Equal(before, await StateAsync());
        string first = FileOf("INBOX", 1);
        Move(first, "FS");
        await Sync();
        Assert.Contains(@"\Flagged \Seen)", await FlagsAsync(1));
        await _server.StopAsync();

        Task<ForeignProgram.Outcome> Sync() =>
            ForeignProgram.OkAsync(_folder.Path, "offlineimap", "-o", "-u", "quiet", "-c", _folder["offlineimaprc"]);
    }

    private static byte[] Message(int number) => Encoding.UTF8.GetBytes(
        $"From: Ann <ann@example.net>\r\nTo: {Address}\r\nSubject: message number {number} of the test\r\n"
        + $"Date: Mon, 2 Mar 2026 10:{number % 60:00}:00 +0100\r\nMessage-ID: <{number}@example.net>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + $"Gr\u00FC\u00DFe number {number} \r\n.\r\n{new string('x', number * 37)}\r\n");

    // mbsync adds a field of its own to what it copies.
    private static string Plain(string file) => string.Join(
        "\r\n", file.Split('\n').Where(l => !l.StartsWith("X-TUID: ", StringComparison.Ordinal)));

    private string[] MaildirFiles(string mailbox) =>
        [.. ((string[])["cur", "new"]).Select(f => Path.Combine(_folder["mail"], mailbox, f)).Where(Directory.Exists).SelectMany(Directory.GetFiles).Order()];

    private string FileOf(string mailbox, int number) =>
        MaildirFiles(mailbox).Single(f => File.ReadAllText(f).Contains($"message number {number} of", StringComparison.Ordinal));

    private static void Move(string file, string flags) => File.Move(
        file, Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, "cur", Path.GetFileName(file).Split(":2,")[0] + ":2," + flags));

    private async Task<string> FlagsAsync(int uid) =>
        (await _wire.OkAsync($"UID FETCH {uid} FLAGS")).Untagged.Last(u => u.Text.Contains($"FETCH (UID {uid} ")).Text;

    // Changes whenever anything in the mailbox does.
    private async Task<string> StateAsync() =>
        (await _wire.OkAsync("STATUS INBOX (UIDNEXT UIDVALIDITY HIGHESTMODSEQ MESSAGES)")).Untagged[^1].Text;
}
