using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Port143.Storage.Digest;
using Port143.Tests.Cli;
using Port143.Tests.Processes;

namespace Port143.Tests.Corpus;

public sealed class RealMailTests : IDisposable
{
    private const string Address = "reader@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_message_of_the_corpus_is_imported_and_comes_back_octet_for_octet()
    {
        CorpusFolder.Find();
        await ServerUnderTest.AddAccountAsync(Data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        int total = 0;
        foreach ((string name, int count) in ((string, int)[])[("ham", 2500), ("newsletters", 250), ("spam", 500)])
        {
            byte[] mbox = CorpusFolder.Mbox(name);
            File.WriteAllBytes(_folder[name], mbox);
            Port143Process.Outcome imported = await Port143Process.RunAsync("import", Address, _folder[name], "--mailbox", name, "--data", Data);
            Assert.Equal(0, imported.Code);
            Assert.Contains($"imported {count} messages", imported.Output);
            Port143Process.Outcome again = await Port143Process.RunAsync("import", Address, _folder[name], "--mailbox", name, "--data", Data);
            Assert.Contains("imported 0 messages", again.Output);

            List<byte[]> sent = MboxLines.Split(mbox);
            Assert.Equal(count, sent.Count);
            await using Wire wire = await Wire.SignInAsync(server.Imap, Address);
            Assert.Contains((await wire.OkAsync("SELECT " + name)).Untagged, u => u.Text == $"* {count} EXISTS");
            WireReply fetched = await wire.OkAsync("FETCH 1:* (UID RFC822.SIZE BODY.PEEK[])");
            Assert.Equal(count, fetched.Untagged.Count);
            for (int i = 0; i < count; i++)
            {
                Assert.StartsWith($"* {i + 1} FETCH (UID {i + 1} RFC822.SIZE {sent[i].Length} BODY[] {{{sent[i].Length}}}", fetched.Untagged[i].Text);
                Assert.True(sent[i].AsSpan().SequenceEqual(fetched.Untagged[i].Literals[0]), $"{name} {i + 1} differs");
            }
            total += count;
        }
        await ParseWithMailKitAsync(server, ["ham", "newsletters", "spam"], total);
        await server.StopAsync();
        Report.Line($"corpus: {total} messages imported, all octets equal, every ENVELOPE and BODYSTRUCTURE read by MailKit");
    }

    [Fact]
    public async Task The_torture_set_is_stored_and_every_item_of_every_message_answers()
    {
        List<(string Name, byte[] Bytes)> messages = CorpusFolder.Torture();
        await ServerUnderTest.AddAccountAsync(Data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        await using Wire wire = await Wire.SignInAsync(server.Imap, Address);
        foreach ((string name, byte[] bytes) in messages)
        {
            WireReply appended = await wire.AppendAsync("INBOX", "", bytes);
            Assert.True(appended.Status == "OK", $"{name}: {appended.Status} {appended.Text}");
        }
        await wire.OkAsync("SELECT INBOX");
        string[] items =
        [
            "ENVELOPE", "BODY", "BODYSTRUCTURE", "BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "BODY.PEEK[1]", "BODY.PEEK[1.MIME]",
            "BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)]", "BODY.PEEK[HEADER.FIELDS.NOT (RECEIVED)]", "BODY.PEEK[2.HEADER]", "BODY.PEEK[1.1]",
            "BODY.PEEK[]<100.50>", "PREVIEW", "RFC822", "RFC822.HEADER", "RFC822.TEXT", "RFC822.SIZE", "INTERNALDATE", "EMAILID", "THREADID",
            "SAVEDATE", "MODSEQ", "FLAGS", "UID", "BINARY.PEEK[]", "BINARY.PEEK[1]", "BINARY.SIZE[1]",
        ];
        int answers = 0;
        for (int i = 0; i < messages.Count; i++)
        {
            foreach (string item in items)
            {
                WireReply reply = await wire.CommandAsync($"FETCH {i + 1} ({item})");
                string where = $"{messages[i].Name}: {item}: {reply.Status} {reply.Text}";
                if (item.StartsWith("BINARY", StringComparison.Ordinal) && reply.Status == "NO")
                {
                    Assert.True(reply.Text.StartsWith("[UNKNOWN-CTE]", StringComparison.Ordinal), where);
                    continue;
                }
                Assert.True(reply.Status == "OK", where);
                WireResponse answer = Assert.Single(reply.Untagged, u => u.Text.StartsWith($"* {i + 1} FETCH (", StringComparison.Ordinal));
                string sectionless = item.Replace(".PEEK", "", StringComparison.Ordinal);
                sectionless = sectionless.EndsWith('>') ? "BODY[]<100>" : sectionless;
                Assert.True(answer.Text.Contains(sectionless, StringComparison.Ordinal), where + "\n" + answer.Text);
                answers++;
                byte[]? expected = item switch
                {
                    "BODY.PEEK[]" or "RFC822" => messages[i].Bytes,
                    "BODY.PEEK[]<100.50>" => [.. messages[i].Bytes.Skip(100).Take(50)],
                    _ => null,
                };
                if (expected is not null)
                {
                    Assert.True(answer.Literals.Count == 1 && expected.AsSpan().SequenceEqual(answer.Literals[0]), where + ": other octets");
                }
            }
        }
        await CompareHeaderFieldsAsync(wire, messages);
        await wire.OkAsync("UID SEARCH OR SUBJECT test BODY test");
        await wire.OkAsync("UID SEARCH TEXT \"the\" SENTSINCE 1-Jan-1990");
        await ParseWithMailKitAsync(server, ["INBOX"], messages.Count);
        await server.StopAsync();
        Report.Line($"torture: {messages.Count} messages stored, {answers} FETCH items answered, none failed");
    }

    // The third time the answer comes from memory.
    private static async Task CompareHeaderFieldsAsync(Wire wire, List<(string Name, byte[] Bytes)> messages)
    {
        foreach ((string names, bool not) in ((string, bool)[])[("FROM TO SUBJECT DATE MESSAGE-ID REFERENCES", false), ("RECEIVED", true), ("X-NONE", false)])
        {
            var selector = new HeaderFieldSelector(names.Split(' ').Select(Encoding.ASCII.GetBytes), not);
            for (int time = 1; time <= 3; time++)
            {
                WireReply reply = await wire.OkAsync($"FETCH 1:* (BODY.PEEK[HEADER.FIELDS{(not ? ".NOT" : "")} ({names})])");
                Assert.Equal(messages.Count, reply.Untagged.Count);
                for (int i = 0; i < messages.Count; i++)
                {
                    byte[] expected = selector.Select(messages[i].Bytes).ToArray();
                    expected.AsSpan().Replace((byte)0, (byte)0x80);
                    Assert.True(expected.AsSpan().SequenceEqual(reply.Untagged[i].Literals[0]), $"{messages[i].Name}: {names}, time {time}");
                }
            }
        }
    }

    private static async Task ParseWithMailKitAsync(ServerUnderTest server, string[] mailboxes, int count)
    {
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", server.Imap, SecureSocketOptions.None);
        await client.AuthenticateAsync(Address, ServerUnderTest.Password);
        int parsed = 0;
        foreach (string mailbox in mailboxes)
        {
            IMailFolder folder = await client.GetFolderAsync(mailbox);
            await folder.OpenAsync(FolderAccess.ReadOnly);
            IList<IMessageSummary> all = await folder.FetchAsync(
                0, -1, MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure | MessageSummaryItems.UniqueId | MessageSummaryItems.PreviewText);
            parsed += all.Count(s => s.Envelope is not null && s.Body is not null);
        }
        await client.DisconnectAsync(true);
        Assert.Equal(count, parsed);
    }
}
