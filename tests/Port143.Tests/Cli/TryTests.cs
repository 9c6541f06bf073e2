using System.Diagnostics;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Port143.Tests.Cli;

[Collection(nameof(TryTests))]
public sealed class TryTests
{
    [Fact]
    public async Task A_trial_can_be_signed_in_to_and_leaves_nothing()
    {
        using Process process = Process.Start(Port143Process.StartInfo("try"))!;
        string guide = "";
        while (!guide.Contains("Ctrl+C", StringComparison.Ordinal)
            && await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            guide += line + "\n";
        }
        string Find(string pattern) => Regex.Match(guide, pattern).Groups[1].Value;
        string data = Find("data +(\\S+)");
        Assert.True(Directory.Exists(data), guide);
        using (var client = new ImapClient())
        {
            await client.ConnectAsync("127.0.0.1", int.Parse(Find("IMAP +127.0.0.1 port (\\d+)")), SecureSocketOptions.None);
            await client.AuthenticateAsync(Find("address +(\\S+)"), Find("password +(\\S+)"));
            await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
            Assert.Equal(18, client.Inbox.Count);
            IList<IMessageSummary> list = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope | MessageSummaryItems.BodyStructure);
            Assert.Contains("返却期限のお知らせ", list.Select(m => m.Envelope!.Subject));
            Assert.Contains("Турнир в субботу", list.Select(m => m.Envelope!.Subject));
            Assert.Contains("Weg zum Leuchtturm – Karte.png", list.SelectMany(m => m.Attachments).Select(a => a.FileName));
            await client.DisconnectAsync(true);
        }
        if (!OperatingSystem.IsWindows())
        {
            Process.Start("kill", ["-TERM", $"{process.Id}"])!.WaitForExit();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(0, process.ExitCode);
            Assert.False(Directory.Exists(data));
        }
        else
        {
            process.Kill();
        }
    }
}
