using Port143.Mail;
using Port143.Server.Referrals;
using Port143.Storage;

namespace Port143.Server.Tests.Sessions;

/// <summary>What a referral must not do: hide mail that is here, or tell of other mailboxes to who may see one only.</summary>
public class ReferralTests
{
    private static ServerOptions With(ServerOptions options, string text) => options with
    {
        Referrals = new ReferralOptions
        {
            Mailboxes = [MailboxReferral.TryParse(text, out MailboxReferral? referral) ? referral : throw new ArgumentException(text, nameof(text))],
        },
    };

    [Fact]
    public async Task A_mailbox_that_is_here_wins()
    {
        await using TestServer server = await TestServer.StartAsync(o => With(o, "Archive imap://server2.example/Archive"));
        using TestClient client = await server.SignInAsync(await server.AddAccountAsync());
        await client.OkAsync("SELECT Archive");
        Assert.DoesNotContain("\\Remote", string.Join('\n', await client.CommandAsync("RLIST \"\" Archive")), StringComparison.Ordinal);
        Assert.Contains("[ALREADYEXISTS]", (await client.CommandAsync("CREATE Archive"))[^1], StringComparison.Ordinal);
        Assert.Contains("[REFERRAL imap:", (await client.CommandAsync("CREATE Archive/2020"))[^1], StringComparison.Ordinal);
        await client.OkAsync("DELETE Archive");
        Assert.Contains("[REFERRAL imap:", (await client.CommandAsync("SELECT Archive"))[^1], StringComparison.Ordinal);
        // The subscription of the old days is taken back here, once.
        await client.OkAsync("UNSUBSCRIBE Archive");
        Assert.Contains("[REFERRAL imap:", (await client.CommandAsync("UNSUBSCRIBE Archive"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_of_one_mailbox_hears_of_no_other()
    {
        await using TestServer server = await TestServer.StartAsync(o => With(o, "Remote imap://server2.example/Remote"));
        TestAccount account = await server.AddAccountAsync();
        MailboxId inbox = (await server.Mail.ListMailboxesAsync(account.Id!.Value, default)).Find(MailboxName.Inbox)!.Id;
        string password = (await server.AddDeviceAsync(account, change: d => d with { Mailboxes = [inbox] })).Text;
        using TestClient client = await server.SignInAsync(account with { Password = password });
        Assert.Contains("[NONEXISTENT]", (await client.CommandAsync("SELECT Remote"))[^1], StringComparison.Ordinal);
        Assert.Single(await client.CommandAsync("RLIST \"\" Remote"));
    }
}
