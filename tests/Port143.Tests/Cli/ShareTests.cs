using System.Text.Json;
using Port143.Tests.Processes;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class ShareTests : IDisposable
{
    private const string Owner = "a@example.org";
    private const string Reader = "b@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private Task<Outcome> Share(params string[] arguments) => RunAsync(["share", .. arguments, "--data", Data]);

    [Fact]
    public async Task A_share_is_made_listed_and_ended_and_goes_with_the_account_that_it_names()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        await ServerUnderTest.AddAccountAsync(Data, Reader);
        Assert.Equal(0, (await Share(Owner, "INBOX", "--with", Reader, "--rights", "lrs", "--seen", "shared")).Code);
        Assert.Equal(0, (await Share(Owner, "Sent", "--with", "anyone", "--rights", "ld")).Code);
        Assert.Equal($"{Owner}  INBOX  {Reader}  lrs  shared\n{Owner}  Sent  anyone  lte  private\n", (await Share("list")).Output);
        JsonElement json = JsonDocument.Parse((await Share("list", Owner, "--json")).Output).RootElement[1];
        Assert.Equal("anyone", json.GetProperty("with").GetString());
        Assert.Equal("private", json.GetProperty("seen").GetString());
        Assert.Equal(0, (await Share(Owner, "Sent", "--with", "anyone", "--rights", "")).Code);
        Assert.Equal($"{Owner}  INBOX  {Reader}  lrs  shared\n", (await Share("list", Owner)).Output);

        // Somebody else may get the address: nothing may be waiting for him.
        Assert.Equal(0, (await RunAsync(["account", "delete", Reader, "--yes", "--data", Data])).Code);
        Assert.Equal("", (await Share("list")).Output);
    }

    [Fact]
    public async Task Seen_is_private_or_shared_and_nothing_else()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        string[] share = [Owner, "INBOX", "--with", "anyone", "--rights", "lr"];
        Assert.Equal(64, (await Share([.. share, "--seen", "sometimes"])).Code);
        Assert.Equal(0, (await Share([.. share, "--seen", "shared"])).Code);
        Assert.Equal(0, (await Share(share)).Code); // as it was
        Assert.Equal($"{Owner}  INBOX  anyone  lr  shared\n", (await Share("list")).Output);
        Assert.Equal(0, (await Share([.. share, "--seen", "private"])).Code);
        Assert.Equal($"{Owner}  INBOX  anyone  lr  private\n", (await Share("list")).Output);
    }

    [Theory]
    [InlineData(64, "INBOX", "nobody", "lr")]
    [InlineData(64, "INBOX", Reader, "lrZ")]
    [InlineData(66, "Nowhere", Reader, "lr")]
    public async Task What_cannot_be_shared_is_refused(int code, string mailbox, string with, string rights)
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        Assert.Equal(code, (await Share(Owner, mailbox, "--with", with, "--rights", rights)).Code);
    }
}
