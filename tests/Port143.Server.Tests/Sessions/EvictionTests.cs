using Port143.Server.Authentication;
using Port143.Server.Control;

namespace Port143.Server.Tests.Sessions;

public class EvictionTests
{
    [Fact]
    public async Task Sessions_of_an_account_end_within_seconds_after_it_is_disabled()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient idling = await server.SignInAsync(account);
        using TestClient resting = await server.SignInAsync(account);
        using TestClient other = await server.SignInAsync(await server.AddAccountAsync());
        await idling.OkAsync("SELECT INBOX");
        await idling.SendAsync("i IDLE\r\n");

        await server.DisableAsync(account);

        Assert.Contains(await idling.ReadToEndAsync(TimeSpan.FromSeconds(8)), line => line.StartsWith("* BYE", StringComparison.Ordinal));
        Assert.Contains(await resting.ReadToEndAsync(TimeSpan.FromSeconds(8)), line => line.StartsWith("* BYE", StringComparison.Ordinal));
        await other.OkAsync("NOOP");
    }

    [Fact]
    public async Task F19_SessionsOfAPasswordEndWithinSecondsAfterItIsChangedAndThoseOfDevicesDoNot()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (_, string device) = await server.AddDeviceAsync(account);
        using TestClient old = await server.SignInAsync(account);
        using TestClient phone = await server.SignInAsync(account with { Password = device });

        await server.Accounts.SetPasswordAsync(account.Id!.Value, PasswordHasher.Hash("another"u8), "test", default);

        Assert.Contains(await old.ReadToEndAsync(TimeSpan.FromSeconds(8)), line => line.StartsWith("* BYE The password was changed", StringComparison.Ordinal));
        await phone.OkAsync("NOOP");
        using TestClient renewed = await server.SignInAsync(account with { Password = "another" });
        await Task.Delay(TimeSpan.FromSeconds(4.5));
        await renewed.OkAsync("NOOP");
    }

    [Fact]
    public async Task SessionsOfAPasswordEndWithinSecondsAfterASecondFactorIsOnAndThatIsToldInTheClientsLanguage()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (_, string device) = await server.AddDeviceAsync(account);
        using TestClient old = await server.SignInAsync(account);
        using TestClient phone = await server.SignInAsync(account with { Password = device });
        var factors = new SecondFactors(server.Accounts, TimeProvider.System);
        byte[] key = (await factors.BeginAsync(account.Id!.Value, default))!;
        long step = Totp.StepAt(DateTimeOffset.UtcNow);
        Assert.NotNull(await factors.ConfirmAsync(account.Id.Value, $"{Totp.Code(key, step):000000}", "test", default));

        Assert.Contains(await old.ReadToEndAsync(TimeSpan.FromSeconds(8)), line => line.StartsWith("* BYE The password was changed, or a second factor is on now", StringComparison.Ordinal));
        await phone.OkAsync("NOOP");
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        await client.OkAsync("LANGUAGE de");
        Assert.Contains(
            "NO [AUTHENTICATIONFAILED] Dieses Konto braucht ein Ger", (await client.CommandAsync($"LOGIN {account.User} \"{account.Password}\""))[^1]);
        await client.OkAsync($"LOGIN {account.User} \"{account.Password}{Totp.Code(key, step + 1):000000}\"");
    }

    [Fact]
    public async Task ASessionIsListedWithItsClientAndEndedByItsNumber()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account);
        await client.OkAsync("ID (\"name\" \"A \\\"mailer\\\"\" \"version\" \"1.2\" \"support-url\" \"x\")");
        using System.Text.Json.JsonDocument sessions = (await ControlClient.SessionsAsync(server.Folder, default))!;
        System.Text.Json.JsonElement session = sessions.RootElement[0];
        Assert.Equal(account.User, session.GetProperty("account").GetString());
        Assert.Equal("A \"mailer\" 1.2", session.GetProperty("client").GetString());
        Assert.Equal("password", session.GetProperty("by").GetString());
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Path.Combine(server.Folder, "control.sock")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        Assert.True((await ControlClient.EndSessionAsync(server.Folder, session.GetProperty("id").GetString()!, "test", default))!.RootElement.GetBoolean());
        Assert.Contains(await client.ReadToEndAsync(), line => line.StartsWith("* BYE The administrator ended", StringComparison.Ordinal));
        Assert.False((await ControlClient.EndSessionAsync(server.Folder, "999999", "test", default))!.RootElement.GetBoolean());
        Assert.Contains(await server.Accounts.ReadAuditAsync(10, default), e => e is { Action: "session-end", Actor: "test" });
    }
}
