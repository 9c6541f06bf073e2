using System.Text.Json;
using Port143.Tests.Processes;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class DeviceTests : IDisposable
{
    private const string Owner = "a@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private Task<Outcome> Device(params string[] arguments) => RunAsync(["device", .. arguments, "--data", Data]);

    [Fact]
    public async Task A_device_password_is_made_listed_and_taken_back()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        Outcome added = await Device(
            "add", Owner, "my phone", "--read-only", "--mailbox", "INBOX", "--mailbox", "Sent", "--expires", "2099-01-31",
            "--network", "192.0.2.0/24", "--network", "2001:db8::1");
        Assert.Equal(0, added.Code);
        Assert.Matches("^[a-z2-9]{6}(-[a-z2-9]{6}){3}\n$", added.Output);
        Assert.Equal(0, (await Device("add", Owner, "desk")).Code);
        Assert.Equal(73, (await Device("add", Owner, "desk")).Code);

        string list = (await Device("list", Owner)).Output;
        Assert.Matches(@"(?m)^[a-z2-9]{8}  desk      made \d{4}-\d\d-\d\d \d\d:\d\d  never used$", list);
        Assert.Contains("  (read only; only INBOX, Sent; from 192.0.2.0/24, 2001:db8::1/128; until 2099-02-01 00:00)\n", list);
        Assert.DoesNotContain(added.Output.Trim(), list);
        JsonElement json = JsonDocument.Parse((await Device("list", Owner, "--json")).Output).RootElement[1];
        Assert.Equal("my phone", json.GetProperty("name").GetString());
        Assert.True(json.GetProperty("readOnly").GetBoolean());
        Assert.Equal("Sent", json.GetProperty("mailboxes")[1].GetString());
        Assert.Equal("2099-02-01T00:00:00Z", json.GetProperty("expires").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("lastUsed").ValueKind);

        Assert.Equal(0, (await Device("revoke", Owner, "desk")).Code);
        Assert.Equal(0, (await Device("revoke", Owner, json.GetProperty("id").GetString()!)).Code);
        Assert.Equal(66, (await Device("revoke", Owner, "desk")).Code);
        Assert.Equal("", (await Device("list", Owner)).Output);
    }

    [Theory]
    [InlineData(64, "add", Owner, "")]
    [InlineData(64, "add", Owner, "x", "--expires", "2001-01-01")]
    [InlineData(64, "add", Owner, "x", "--expires", "0d")]
    [InlineData(64, "add", Owner, "x", "--network", "192.0.2.0/33")]
    [InlineData(66, "add", Owner, "x", "--mailbox", "Nowhere")]
    [InlineData(67, "add", "b@example.org", "x")]
    public async Task What_cannot_be_is_refused(int code, params string[] arguments)
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        Assert.Equal(code, (await Device(arguments)).Code);
        Assert.Equal("", (await Device("list", Owner)).Output);
    }
}
