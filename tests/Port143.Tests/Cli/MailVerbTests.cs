using System.Diagnostics;
using System.Text;

namespace Port143.Tests.Cli;

/// <summary>import, export and deliver, run as processes.</summary>
public sealed class MailVerbTests
{
    [Fact]
    public async Task An_import_says_in_one_line_what_it_did_and_does_it_once()
    {
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder), mbox = Write(folder, "old.mbox", Mbox(5));
        Port143Process.Outcome first = await Port143Process.RunAsync("import", "joe@y.test", mbox, "--mailbox", "Old", "--data", data);
        Assert.Equal((0, ""), (first.Code, first.Errors));
        Assert.Matches("^imported 5 messages \\(\\d+ bytes\\) into 1 mailboxes of joe@y.test; 0 skipped as already imported; 0 failures\n$", first.Output);
        Port143Process.Outcome second = await Port143Process.RunAsync("import", "joe@y.test", mbox, "--mailbox", "Old", "--data", data);
        Assert.StartsWith("imported 0 messages (0 bytes) into 1 mailboxes of joe@y.test; 5 skipped", second.Output);
    }

    [Fact]
    public async Task What_was_imported_is_indexed_and_indexed_anew()
    {
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder), mbox = Write(folder, "old.mbox", Mbox(50));
        Assert.Equal(0, (await Port143Process.RunAsync("import", "joe@y.test", mbox, "--data", data)).Code);
        Port143Process.Outcome first = await Port143Process.RunAsync("index", "joe@y.test", "--data", data);
        Assert.Equal((0, ""), (first.Code, first.Errors));
        Assert.Matches("^indexed 50 messages of joe@y.test in [0-9.]+ s; 50 of 50 are indexed, in 1 segments of \\d+ bytes\n$", first.Output);
        Assert.StartsWith("indexed 0 messages ", (await Port143Process.RunAsync("index", "--all", "--data", data)).Output);
        Port143Process.Outcome again = await Port143Process.RunAsync("index", "--all", "--rebuild", "--json", "--data", data);
        using var json = System.Text.Json.JsonDocument.Parse(again.Output);
        Assert.Equal(("joe@y.test", 50, 50), (
            json.RootElement[0].GetProperty("address").GetString(), json.RootElement[0].GetProperty("added").GetInt32(),
            json.RootElement[0].GetProperty("indexed").GetInt32()));
        Assert.Equal(64, (await Port143Process.RunAsync("index", "--data", data)).Code);
        Assert.Equal(67, (await Port143Process.RunAsync("index", "nobody@y.test", "--data", data)).Code);
    }

    [Fact]
    public async Task An_import_that_is_killed_again_and_again_neither_loses_nor_doubles()
    {
        const int count = 6000;
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder), mbox = Write(folder, "old.mbox", Mbox(count));
        int killed = 0;
        for (int wait = 120; wait < 900; wait += 130)
        {
            using Process import = Process.Start(Port143Process.StartInfo("import", "joe@y.test", mbox, "--data", data))!;
            if (!import.WaitForExit(wait))
            {
                import.Kill();
                import.WaitForExit();
                killed++;
            }
        }
        Assert.NotEqual(0, killed);
        Assert.Equal(0, (await Port143Process.RunAsync("import", "joe@y.test", mbox, "--data", data)).Code);
        string exported = folder["out.mbox"];
        Port143Process.Outcome export = await Port143Process.RunAsync(
            "export", "joe@y.test", exported, "--format", "mbox", "--mailbox", "INBOX", "--data", data);
        Assert.StartsWith($"exported {count} messages ", export.Output);
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"Subject: {i}"),
            File.ReadLines(exported).Where(l => l.StartsWith("Subject: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(66, "import", "joe@y.test", "/nonexistent/mbox")]
    [InlineData(67, "import", "nobody@y.test", "/")]
    [InlineData(64, "import", "joe@y.test", "/", "--mailbox", "a//b")]
    [InlineData(64, "export", "joe@y.test", "/nonexistent/x", "--format", "pst")]
    [InlineData(66, "export", "joe@y.test", "/nonexistent/x", "--format", "mbox", "--mailbox", "Nope")]
    [InlineData(73, "export", "joe@y.test", "/", "--format", "maildir")]
    public async Task What_cannot_be_done_is_said(int code, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder);
        Port143Process.Outcome outcome = await Port143Process.RunAsync([.. arguments, "--data", data]);
        Assert.Equal(code, outcome.Code);
        Assert.StartsWith("port143: ", outcome.Errors);
    }

    [Fact]
    public async Task A_packed_file_is_not_taken_for_a_message()
    {
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder), file = Write(folder, "old.mbox.gz", "\u001f\u008b:nothing");
        Assert.Equal(65, (await Port143Process.RunAsync("import", "joe@y.test", file, "--data", data)).Code);
    }

    [Theory]
    [InlineData(0, "Subject: x\n\nhello\n", "joe@y.test")]
    [InlineData(0, "Subject: x\r\n\r\nhello", "joe+archive@y.test")]
    [InlineData(65, "", "joe@y.test")]
    [InlineData(65, "Delivered-To: joe@y.test\n\nx\n", "joe@y.test")]
    [InlineData(67, "Subject: x\n\n", "nobody@y.test")]
    [InlineData(73, "Subject: x\n\n", "joe@y.test", "--mailbox", "Nope")]
    [InlineData(0, "Subject: x\n\n", "joe@y.test", "--mailbox", "Junk")]
    public async Task Deliver_ends_with_the_code_that_a_mail_transfer_agent_understands(int code, string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder);
        Assert.Equal(code, (await Port143Process.RunAsync(message, ["deliver", .. arguments, "--data", data])).Code);
    }

    [Fact]
    public async Task Deliver_asks_for_another_try_when_the_data_folder_is_not_there() =>
        Assert.Equal(75, (await Port143Process.RunAsync("Subject: x\n\n", ["deliver", "joe@y.test", "--data", "/nonexistent/data"])).Code);

    [Fact]
    public async Task Delivered_mail_has_crlf_trace_fields_and_no_separator()
    {
        using var folder = new TemporaryFolder();
        string data = await NewAccountAsync(folder), target = folder["md"];
        await Port143Process.RunAsync("From ann@z.test Thu\nSubject: x\n\nhello\n", ["deliver", "joe@y.test", "--data", data]);
        await Port143Process.RunAsync("export", "joe@y.test", target, "--format", "maildir", "--mailbox", "INBOX", "--data", data);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(target, "cur")));
        Assert.DoesNotMatch(",S=(\\d+),W=\\1:", file);
        Assert.Matches(
            "^Return-Path: <ann@z.test>\nDelivered-To: joe@y.test\nReceived: by .* with local id .*\n\tfor <joe@y.test>; .*\nSubject: x\n\nhello\n$",
            await File.ReadAllTextAsync(file));
    }

    private static async Task<string> NewAccountAsync(TemporaryFolder folder)
    {
        string data = folder["data"];
        Assert.Equal(0, (await Port143Process.RunAsync("account", "add", "joe@y.test", "--data", data)).Code);
        return data;
    }

    private static string Write(TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], text, Encoding.Latin1);
        return folder[name];
    }

    private static string Mbox(int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append($"From a Thu Aug 22 12:36:23 2002\nSubject: {i}\n\nbody {i}\n{new string('x', i % 100)}\n\n");
        }
        return text.ToString();
    }
}
