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
}
