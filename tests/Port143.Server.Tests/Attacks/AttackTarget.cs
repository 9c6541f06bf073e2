using System.Diagnostics;

namespace Port143.Server.Tests.Attacks;

/// <summary>
/// A server to be attacked, with a witness: a client that has nothing to do with it. After each attack the witness is
/// answered, memory is about what it was, and the server has met no error of its own.
/// </summary>
public sealed class AttackTarget : IAsyncLifetime
{
    private const long MemoryGrowth = 64L * 1024 * 1024;

    internal TestServer Server { get; private set; } = null!;

    internal TestAccount Account { get; private set; } = null!;

    internal TestClient Witness { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(o => o with
        {
            Limits = o.Limits with { Heartbeat = TimeSpan.FromSeconds(1), WriteStall = TimeSpan.FromSeconds(2) },
        });
        Account = await Server.AddAccountAsync();
        Witness = await Server.SignInAsync(await Server.AddAccountAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Witness.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Runs an attack and looks at what it left behind.</summary>
    internal async Task SurvivesAsync(Func<Task> attack)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await attack();
        long began = Stopwatch.GetTimestamp();
        await Witness.OkAsync("NOOP");
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 5);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MemoryGrowth);
        Assert.True(Server.Logs.Bugs.Count == 0, string.Join("\n", Server.Logs.Bugs));
    }

    /// <summary>A new connection whose greeting was read.</summary>
    internal async Task<TestClient> ConnectAsync()
    {
        TestClient client = await Server.ConnectAsync();
        Assert.StartsWith("* OK ", await client.ReadAsync(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>A new session of the account that is attacked.</summary>
    internal Task<TestClient> SignInAsync() => Server.SignInAsync(Account);
}
