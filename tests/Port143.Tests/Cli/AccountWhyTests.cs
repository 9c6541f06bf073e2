using System.Text.Json;
using Port143.Mail;
using Port143.Storage;
using Port143.Tests.Processes;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class AccountWhyTests : IDisposable
{
    private const string Owner = "a@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private Task<Outcome> Why(params string[] arguments) => RunAsync(["account", "why", .. arguments, "--data", Data]);

    [Fact]
    public async Task One_screen_tells_what_is_in_the_way_and_what_to_do()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        Outcome fine = await Why(Owner);
        Assert.Equal(0, fine.Code);
        Assert.Contains("\n  password       set\n  second factor  off\n  devices        none\n", fine.Output);
        Assert.Contains("nothing is in the way", fine.Output);

        await Processes.Authenticator.EnableAsync(Data, Owner);
        Outcome factor = await Why(Owner);
        Assert.Equal(0, factor.Code);
        Assert.Contains("! the password alone is refused, because the second factor is on\n", factor.Output);
        Assert.Contains("port143 device add a@example.org NAME", factor.Output);

        Assert.Equal(0, (await RunAsync("device", "add", Owner, "phone", "--network", "192.0.2.0/24", "--data", Data)).Code);
        Assert.Contains("- the device password of \"phone\" works from 192.0.2.0/24 only", (await Why(Owner)).Output);

        Assert.Equal(0, (await RunAsync("account", "disable", Owner, "--data", Data)).Code);
        Outcome disabled = await Why(Owner, "--json");
        Assert.Equal(77, disabled.Code);
        JsonElement json = JsonDocument.Parse(disabled.Output).RootElement;
        Assert.False(json.GetProperty("opens").GetBoolean());
        Assert.Equal("on", json.GetProperty("secondFactor").GetProperty("state").GetString());
        Assert.Equal("phone", json.GetProperty("devices")[0].GetProperty("name").GetString());
        Assert.Equal("port143 account enable a@example.org", json.GetProperty("findings")[0].GetProperty("remedy").GetString());
        Assert.Contains("nothing opens this account", (await Why(Owner)).Output);
        Assert.True((await Why(Owner)).Output.Count(c => c == '\n') <= 24);

        Outcome unknown = await Why("b@example.org");
        Assert.Equal(67, unknown.Code);
        Assert.Contains("did you mean a@example.org?", unknown.Errors);
    }

    [Fact]
    public async Task What_was_refused_lately_and_what_is_blocked_is_shown()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        await using (SqliteDirectory directory = SqliteDirectory.Open(Data, TimeProvider.System))
        {
            AccountId id = (await directory.FindAsync(AccountAddress.Parse(Owner), default))!.Id;
            DateTimeOffset now = DateTimeOffset.UtcNow;
            SignInRecord row = new(id, "192.0.2.9", "192.0.2.9", "password", "wrong-password", now.AddHours(-2), now.AddHours(-1), 7);
            await directory.RecordAsync(
                [row, row with { Cause = "code-used", By = "password+code", Count = 2 }, row with { Cause = "", By = "device:abcdefgh", Last = now.AddMinutes(-5) }],
                [], default);
            await directory.ChangeBlocksAsync([new SignInBlock("192.0.2.0/26", "60 wrong passwords", now, now.AddHours(1))], [], [], default);
            await directory.ChangeBlocksAsync([new SignInBlock("198.51.100.0/26", "60 wrong passwords", now, now.AddHours(1))], [], [], default);
        }
        string why = (await Why(Owner)).Output;
        Assert.Matches(@"last sign-in   \d{4}-\d\d-\d\d \d\d:\d\d from 192\.0\.2\.9 by device:abcdefgh\n", why);
        Assert.Contains("! passwords from 192.0.2.0/26, where 192.0.2.9 is, are not looked at until ", why);
        Assert.Contains("port143 block remove 192.0.2.0/26", why);
        Assert.DoesNotContain("198.51.100", why);
        Assert.Contains("refused 7 times, last ", why);
        Assert.Contains("a program has saved both", why);
    }

    [Fact]
    public async Task A_hash_that_nothing_fits_is_found()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        await using (SqliteDirectory directory = SqliteDirectory.Open(Data, TimeProvider.System))
        {
            Account account = (await directory.FindAsync(AccountAddress.Parse(Owner), default))!;
            await directory.SetPasswordAsync(account.Id, "{CRYPT}x", "test", default);
        }
        Outcome why = await Why(Owner);
        Assert.Equal(77, why.Code);
        Assert.Contains("port143 account passwd a@example.org", why.Output);
    }
}
