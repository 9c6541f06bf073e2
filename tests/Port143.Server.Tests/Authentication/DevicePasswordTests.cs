using System.Diagnostics;
using System.Net;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

public sealed class DevicePasswordTests
{
    private static async Task<string> LoginAsync(TestServer server, TestAccount account, string password)
    {
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        return (await client.CommandAsync($"LOGIN {account.User} \"{password}\""))[^1]["t1 ".Length..];
    }

    [Fact]
    public async Task It_opens_its_account_however_it_is_typed_and_no_other()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync(), other = await server.AddAccountAsync();
        (_, string password) = await server.AddDeviceAsync(account);
        Assert.StartsWith("OK ", await LoginAsync(server, account, password));
        Assert.StartsWith("OK ", await LoginAsync(server, account, password.ToUpperInvariant().Replace('-', ' ')));
        Assert.StartsWith("OK ", await LoginAsync(server, account, password.Replace("-", "")));
        Assert.StartsWith("OK ", await LoginAsync(server, account, account.Password));
        Assert.StartsWith("NO [AUTHENTICATIONFAILED]", await LoginAsync(server, other, password));
        Assert.StartsWith("NO [AUTHENTICATIONFAILED]", await LoginAsync(server, account, password[..^1] + (password[^1] == 'a' ? 'b' : 'a')));
    }

    [Fact]
    public async Task A_read_only_one_changes_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient owner = await server.SignInAsync(account);
        await owner.AppendAsync("INBOX", "Subject: x\r\n\r\nx\r\n");
        (_, string password) = await server.AddDeviceAsync(account, "archive", d => d with { ReadOnly = true });
        using TestClient client = await server.SignInAsync(account with { Password = password });
        Assert.Contains("OK [READ-ONLY]", (await client.OkAsync("SELECT INBOX"))[^1], StringComparison.Ordinal);
        await client.OkAsync("FETCH 1 BODY[]");
        await client.OkAsync("SEARCH ALL");
        await client.OkAsync("STATUS Sent (MESSAGES)");
        foreach (string command in new[]
        {
            "STORE 1 +FLAGS (\\Deleted)", "UID STORE 1 +FLAGS (\\Seen)", "COPY 1 Sent", "MOVE 1 Sent", "UID MOVE 1 Sent", "EXPUNGE", "UID EXPUNGE 1",
            "CREATE x", "DELETE Sent", "RENAME Sent y", "SUBSCRIBE INBOX", "UNSUBSCRIBE INBOX", "APPEND INBOX {1+}\r\nx",
        })
        {
            Assert.Contains("NO [NOPERM]", (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
        }
        await client.OkAsync("CLOSE");
        Assert.Contains("* STATUS INBOX (MESSAGES 1 UNSEEN 1)", (await owner.OkAsync("STATUS INBOX (MESSAGES UNSEEN)"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_for_single_mailboxes_sees_no_other_even_after_a_rename()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient owner = await server.SignInAsync(account);
        await owner.OkAsync("CREATE Scans/Office");
        await owner.OkAsync("SUBSCRIBE Sent");
        await owner.OkAsync("SUBSCRIBE Scans/Office");
        MailboxList list = await server.Mail.ListMailboxesAsync(account.Id!.Value, default);
        MailboxId scans = list.Find(MailboxName.Parse("Scans/Office"))!.Id;
        (_, string password) = await server.AddDeviceAsync(account, "scanner", d => d with { Mailboxes = [scans] });
        using TestClient client = await server.SignInAsync(account with { Password = password });
        string listed = string.Join('\n', await client.OkAsync("LIST \"\" *"));
        Assert.Contains("Scans/Office", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("INBOX", listed, StringComparison.Ordinal);
        Assert.Single((await client.OkAsync("LSUB \"\" *")).SkipLast(1));
        foreach (string command in new[] { "SELECT INBOX", "STATUS Sent (MESSAGES)", "EXAMINE Trash" })
        {
            Assert.Contains("NO [NONEXISTENT]", (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
        }
        Assert.Contains("NO [TRYCREATE]", (await client.CommandAsync("APPEND Sent {1+}\r\nx"))[^1], StringComparison.Ordinal);
        await client.AppendAsync("Scans/Office", "Subject: page\r\n\r\nx\r\n");
        await client.OkAsync("SELECT Scans/Office");
        Assert.Contains("NO [TRYCREATE]", (await client.CommandAsync("COPY 1 INBOX"))[^1], StringComparison.Ordinal);
        foreach (string command in new[] { "CREATE x", "DELETE Sent", "RENAME Scans/Office Sent2", "SUBSCRIBE Sent" })
        {
            Assert.Contains("NO [NOPERM]", (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
        }
        await owner.OkAsync("RENAME Scans/Office Paper");
        Assert.Contains("1 EXISTS", string.Join('\n', await client.OkAsync("SELECT Paper")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_or_from_elsewhere_it_says_so_and_only_to_who_has_it()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (_, string expired) = await server.AddDeviceAsync(account, "old", d => d with { Expires = DateTimeOffset.UtcNow.AddSeconds(-1) });
        (_, string elsewhere) = await server.AddDeviceAsync(account, "office", d => d with { Networks = [IPNetwork.Parse("192.0.2.0/24")] });
        (_, string here) = await server.AddDeviceAsync(account, "desk", d => d with { Networks = [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("127.0.0.0/8")] });
        Assert.StartsWith("NO [AUTHENTICATIONFAILED] this device password has expired", await LoginAsync(server, account, expired));
        Assert.StartsWith("NO [AUTHENTICATIONFAILED] this device password may not be used from this network", await LoginAsync(server, account, elsewhere));
        Assert.StartsWith("OK ", await LoginAsync(server, account, here));
        await server.DisableAsync(account);
        Assert.StartsWith("NO [CONTACTADMIN]", await LoginAsync(server, account, here));
    }

    [Fact] // F19
    public async Task Taking_it_back_ends_its_sessions_within_seconds_and_no_others()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (DevicePassword lost, string password) = await server.AddDeviceAsync(account, "lost");
        (_, string kept) = await server.AddDeviceAsync(account, "kept");
        using TestClient idling = await server.SignInAsync(account with { Password = password });
        await idling.OkAsync("SELECT INBOX");
        await idling.SendAsync("i IDLE\r\n");
        using TestClient other = await server.SignInAsync(account with { Password = kept });
        using TestClient main = await server.SignInAsync(account);
        long began = Stopwatch.GetTimestamp();
        Assert.True(await server.Accounts.RevokeDeviceAsync(account.Id!.Value, lost.Id, "test", default));
        Assert.Contains(await idling.ReadToEndAsync(), l => l.StartsWith("* BYE The password of this device", StringComparison.Ordinal));
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        await other.OkAsync("NOOP");
        await main.OkAsync("NOOP");
        Assert.StartsWith("NO [AUTHENTICATIONFAILED]", await LoginAsync(server, account, password));
    }

    [Fact]
    public async Task Its_last_use_is_remembered()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (_, string password) = await server.AddDeviceAsync(account);
        Assert.StartsWith("OK ", await LoginAsync(server, account, password));
        await server.StopAsync();
        DevicePassword device = Assert.Single(await server.Accounts.ListDevicesAsync(account.Id!.Value, default));
        Assert.Equal("127.0.0.1", device.LastAddress);
        Assert.InRange(DateTimeOffset.UtcNow - device.LastUsed!.Value, TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(20));
    }

    [Fact] // F14: no slow hash is needed for a device password
    public async Task It_costs_microseconds()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        string password = "";
        for (int i = 0; i < 20; i++)
        {
            (_, password) = await server.AddDeviceAsync(account, $"device {i}");
        }
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < 200; i++)
        {
            Assert.StartsWith("OK ", await LoginAsync(server, account, password));
        }
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(4), "200 slow hashes would take 5 s and more");
    }
}
