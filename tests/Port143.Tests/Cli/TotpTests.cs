using System.Text.Json;
using Port143.Tests.Processes;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

public sealed class TotpTests : IDisposable
{
    private const string Owner = "a@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private Task<Outcome> Totp(params string[] arguments) => RunAsync(["totp", .. arguments, "--data", Data]);

    [Fact]
    public async Task A_second_factor_is_begun_confirmed_shown_and_taken_away()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        Assert.Equal("off\n", (await Totp("status", Owner)).Output);
        Assert.Equal(66, (await Totp("confirm", Owner, "123456")).Code);
        Assert.Equal(66, (await Totp("disable", Owner)).Code);
        Assert.Equal(66, (await Totp("codes", Owner)).Code);
        Assert.Equal(0, (await Totp("enable", Owner)).Code);
        Assert.StartsWith("begun ", (await Totp("status", Owner)).Output);
        Assert.Equal(65, (await Totp("confirm", Owner, "12345")).Code);

        Processes.Authenticator authenticator = await Processes.Authenticator.EnableAsync(Data, Owner);
        Assert.Equal(10, authenticator.RecoveryCodes.Length);
        Assert.All(authenticator.RecoveryCodes, c => Assert.Matches("^[a-z2-9]{5}(-[a-z2-9]{5}){2}$", c));
        Assert.Matches(@"^on since \d{4}-\d\d-\d\d \d\d:\d\d, last code of .*, 10 recovery codes left\n$", (await Totp("status", Owner)).Output);
        JsonElement json = JsonDocument.Parse((await Totp("status", Owner, "--json")).Output).RootElement;
        Assert.Equal("on", json.GetProperty("state").GetString());
        Assert.Equal(10, json.GetProperty("recoveryCodes").GetInt32());
        Assert.Equal(73, (await Totp("enable", Owner)).Code);
        Assert.Equal(73, (await Totp("confirm", Owner, authenticator.NextCode())).Code);
        Assert.Equal(10, (await Totp("codes", Owner)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(authenticator.RecoveryCodes).Count());

        // Eight characters are enough beside it, and not when it has gone.
        string[] passwd = ["account", "passwd", Owner, "--password-stdin", "--data", Data];
        Assert.Equal(0, (await RunAsync("blue7dog", passwd)).Code);
        Assert.Contains("15 characters", (await Totp("disable", Owner)).Errors);
        Assert.Equal("off\n", (await Totp("status", Owner)).Output);
        Outcome refused = await RunAsync("blue7dog", passwd);
        Assert.Equal(65, refused.Code);
        Assert.Contains("has 8 characters and needs 15", refused.Errors);
        Assert.Equal(64, (await RunAsync("", [.. passwd, "--generate"])).Code);
    }

    [Fact]
    public async Task The_QR_code_is_read_back_from_PNG_and_SVG_and_the_terminal()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        Outcome enabled = await Totp("enable", Owner, "--png", _folder["code.png"], "--svg", _folder["code.svg"]);
        Assert.Equal(0, enabled.Code);
        Assert.Equal(73, (await Totp("enable", Owner, "--png", _folder["code.png"])).Code);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["code.png"]));
        }
        string key = enabled.Output[(enabled.Output.IndexOf("key: ", StringComparison.Ordinal) + 5)..].Trim().Replace(" ", "", StringComparison.Ordinal);
        Assert.Matches("^[A-Z2-7]{32}$", key);

        // What the terminal shows and what the SVG draws are the same squares.
        string[] lines = enabled.Output.Split('\n').TakeWhile(l => l.Length > 0 && !l.StartsWith("key", StringComparison.Ordinal)).ToArray();
        string svg = File.ReadAllText(_folder["code.svg"]);
        int size = lines[0].Length;
        Assert.Contains($"viewBox=\"0 0 {size} {size}\"", svg);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                char shown = lines[y / 2][x];
                bool isLight = shown == '\u2588' || shown == (y % 2 == 0 ? '\u2580' : '\u2584');
                Assert.Equal(!isLight, svg.Contains($"M{x} {y}h1v1h-1z", StringComparison.Ordinal));
            }
        }
        Clients.ForeignProgram.Need("zbarimg");
        Assert.Equal(
            $"otpauth://totp/example.org:a%40example.org?secret={key}&issuer=example.org\n",
            (await Clients.ForeignProgram.OkAsync(_folder.Path, "zbarimg", "-q", "--raw", _folder["code.png"])).Text);
    }
}
