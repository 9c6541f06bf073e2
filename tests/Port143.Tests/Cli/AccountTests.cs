using System.Text.Json;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class AccountTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private Task<Outcome> Account(params string[] arguments) => RunAsync(["account", .. arguments, "--data", Data]);

    private async Task<Account?> Find(string address)
    {
        await using SqliteDirectory directory = SqliteDirectory.Open(Data, TimeProvider.System);
        return await directory.FindAsync(AccountAddress.Parse(address), default);
    }

    [Fact]
    public async Task An_account_is_added_with_a_password_that_is_printed_alone()
    {
        Outcome added = await Account("add", "Alice@Example.org");
        Assert.Equal(0, added.Code);
        Assert.Matches("^[a-z]+(-[a-z]+){5,}\n$", added.Output);
        Account account = (await Find("alice@example.org"))!;
        Assert.True(PasswordHasher.Verify(account.PasswordHash, System.Text.Encoding.ASCII.GetBytes(added.Output.Trim())));
        Assert.True(Directory.Exists(Path.Combine(Data, "accounts", account.Id.Value[..2], account.Id.Value)));
        Outcome again = await Account("add", "alice@EXAMPLE.org");
        Assert.Equal(73, again.Code);
        Assert.Empty(again.Output);
        Assert.Contains("alice@example.org", again.Errors);
    }

    [Theory]
    [InlineData("correct horse battery", "correct horse battery")]
    [InlineData("correct horse battery\n", "correct horse battery")]
    [InlineData("correct horse battery\r\nignored\n", "correct horse battery")]
    [InlineData(" gr\u00FCne T\u00F6pfe rollen ", " gr\u00FCne T\u00F6pfe rollen ")]
    [InlineData("gru\u0308ne To\u0308pfe\u00A0rollen", "gr\u00FCne T\u00F6pfe rollen")]
    public async Task A_password_comes_from_standard_input(string input, string password)
    {
        Outcome added = await RunAsync(input, ["account", "add", "a@example.org", "--password-stdin", "--data", Data]);
        Assert.Equal(0, added.Code);
        Assert.Empty(added.Output);
        Assert.DoesNotContain(password, added.Errors);
        Assert.True(PasswordHasher.Verify((await Find("a@example.org"))!.PasswordHash, System.Text.Encoding.UTF8.GetBytes(password)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a\0b\n")]
    [InlineData("*1025")]
    public async Task What_is_no_password_is_refused(string input)
    {
        input = input.StartsWith('*') ? new string('x', 1025) : input;
        Assert.Equal(65, (await RunAsync(input, ["account", "add", "a@example.org", "--password-stdin", "--data", Data])).Code);
        Assert.Null(await Find("a@example.org"));
    }

    [Fact]
    public async Task Accounts_are_listed_changed_and_deleted()
    {
        await Account("add", "a@example.org");
        await Account("add", "b@example.org");
        Assert.Equal(0, (await Account("disable", "B@example.org")).Code);
        Assert.True((await Find("b@example.org"))!.IsDisabled);
        Outcome list = await Account("list");
        Assert.Matches(@"^a@example\.org  \d{4}-\d\d-\d\d\nb@example\.org  \d{4}-\d\d-\d\d  disabled\n$", list.Output);
        using JsonDocument json = JsonDocument.Parse((await Account("list", "--json")).Output);
        Assert.Equal(["a@example.org", "b@example.org"], json.RootElement.EnumerateArray().Select(a => a.GetProperty("address").GetString()));
        Assert.True(json.RootElement[1].GetProperty("disabled").GetBoolean());
        Assert.Equal(0, (await Account("enable", "b@example.org")).Code);
        Assert.False((await Find("b@example.org"))!.IsDisabled);

        Outcome passwd = await Account("passwd", "b@example.org");
        Assert.Equal(0, passwd.Code);
        Account account = (await Find("b@example.org"))!;
        Assert.True(PasswordHasher.Verify(account.PasswordHash, System.Text.Encoding.ASCII.GetBytes(passwd.Output.Trim())));

        Outcome asked = await Account("delete", "b@example.org");
        Assert.Equal(64, asked.Code);
        Assert.Contains("--yes", asked.Errors);
        Assert.Equal(0, (await Account("delete", "b@example.org", "--yes")).Code);
        Assert.Null(await Find("b@example.org"));
        Assert.False(Directory.Exists(Path.Combine(Data, "accounts", account.Id.Value[..2], account.Id.Value)));
    }

    [Theory]
    [InlineData("passwd")]
    [InlineData("disable")]
    [InlineData("enable")]
    [InlineData("delete", "--yes")]
    public async Task An_unknown_account_is_67(params string[] verb)
    {
        await Account("add", "a@example.org");
        Outcome outcome = await RunAsync(["account", .. verb, "nobody@example.org", "--data", Data]);
        Assert.Equal(67, outcome.Code);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Wrong_paths_and_addresses_are_one_sentence_each()
    {
        Assert.Equal(64, (await Account("add", "no-address")).Code);
        Assert.Equal(66, (await Account("list")).Code);
        Directory.CreateDirectory(Data);
        Assert.Equal(66, (await Account("list")).Code);
        Assert.Empty(Directory.GetFileSystemEntries(Data));
        Assert.Equal(66, (await RunAsync("account", "add", "a@example.org", "--data", _folder["no/such/parent"])).Code);
        File.WriteAllText(_folder["file"], "");
        Assert.Equal(73, (await RunAsync("account", "add", "a@example.org", "--data", _folder["file"])).Code);
        Outcome missing = await RunAsync("account", "list");
        Assert.Equal(64, missing.Code);
        Assert.Contains("--data", missing.Errors);
        Assert.Equal(0, (await RunAsync("", ["account", "add", "a@example.org"], ("PORT143_DATA", Data))).Code);
    }

    [Fact]
    public async Task Several_at_once_lose_nothing()
    {
        Outcome[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Account("add", $"u{i}@example.org")));
        Assert.All(all, outcome => Assert.Equal((0, ""), (outcome.Code, outcome.Code == 0 ? "" : outcome.Errors)));
        Assert.Equal(4, (await Account("list")).Output.TrimEnd().Split('\n').Length);
    }
}
