using System.Diagnostics;

namespace Port143.Server.Tests.Attacks;

/// <summary>Commands that would cost more than they should: LIST, FETCH, IDLE.</summary>
[Collection(AttackCollection.Name)]
public sealed class WorkAttacks(AttackTarget target)
{
    [Theory]
    [InlineData("*a")]
    [InlineData("%a")]
    [InlineData("*%a")]
    [InlineData("%*a%")]
    public Task E01_APatternOfManyWildcards(string piece) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        string name = new('a', 1000);
        await client.OkAsync($"CREATE {name}");
        string pattern = string.Concat(Enumerable.Repeat(piece, 300)) + "*b";
        long began = Stopwatch.GetTimestamp();
        Assert.Single(await client.OkAsync($"LIST \"\" \"{pattern}\""));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 0, 1000);
        await client.OkAsync($"DELETE {name}");
    });

    [Fact]
    public Task E10_AClientThatNeverReadsIsCut() => target.SurvivesAsync(async () =>
    {
        using TestClient writer = await target.SignInAsync();
        await writer.OkAsync("CREATE big");
        string message = "Subject: big\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789abcdef0123456789abcdef\r\n", 30_000));
        for (int i = 0; i < 5; i++)
        {
            await writer.AppendAsync("big", message);
        }
        var clients = new List<TestClient>();
        for (int i = 0; i < 20; i++)
        {
            TestClient client = await target.SignInAsync();
            await client.OkAsync("EXAMINE big");
            await client.SendAsync(string.Concat(Enumerable.Repeat("a FETCH 1:* BODY[]\r\n", 20)));
            clients.Add(client);
        }
        await Task.Delay(1000);
        await target.Witness.OkAsync("NOOP");
        int ended = target.Server.Logs.Count("session_ended");
        for (int i = 0; i < 100 && target.Server.Logs.Count("session_ended") < ended + clients.Count; i++)
        {
            await Task.Delay(100);
        }
        Assert.True(target.Server.Logs.Count("session_ended") >= ended + clients.Count - 1, "sessions that take nothing live on");
        clients.ForEach(c => c.Dispose());
        await writer.OkAsync("DELETE big");
    });

    [Fact]
    public Task E11_SectionsTooDeepAndRangesTooFar() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("CREATE deep");
        await client.AppendAsync("deep", "Subject: x\r\n\r\nbody\r\n");
        await client.OkAsync("SELECT deep");
        string path = string.Join('.', Enumerable.Repeat("1", 1000));
        Assert.Matches(" (OK|BAD) ", (await client.CommandAsync($"FETCH 1 BODY.PEEK[{path}]"))[^1]);
        Assert.Matches(" (OK|BAD) ", (await client.CommandAsync($"FETCH 1 BINARY.PEEK[{path}]"))[^1]);
        Assert.Contains("{0}", (await client.OkAsync("FETCH 1 BODY.PEEK[]<4294967295.1>"))[0], StringComparison.Ordinal);
        Assert.Contains("{20}", (await client.OkAsync("FETCH 1 BODY.PEEK[]<0.4294967295>"))[0], StringComparison.Ordinal);
        Assert.Contains("{0}", (await client.OkAsync("FETCH 1 BINARY.PEEK[1]<4294967295.4294967295>"))[0], StringComparison.Ordinal);
        Assert.Contains(" BAD ", (await client.CommandAsync("FETCH 1 BODY[]<0.9223372036854775808>"))[^1], StringComparison.Ordinal);
        await client.OkAsync("DELETE deep");
    });

    [Theory]
    [InlineData("CONVERT 1 (\"image/gif\") BINARY[1]")]
    [InlineData("GETANNOTATION INBOX \"/comment\" \"value.shared\"")]
    [InlineData("XAPPLEPUSHSERVICE aps-version 2")]
    public Task E15_WhatIsNotAnnouncedIsBad(string command) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.OkAsync("SELECT INBOX");
        Assert.Contains(" BAD ", (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
    });

    [Fact]
    public Task E16_DoneWithoutIdle() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.SendAsync("DONE\r\n");
        Assert.Contains(" BAD ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.OkAsync("NOOP");
    });

    [Fact]
    public Task E16_ASignOfLifeInIdle() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.SendAsync("a IDLE\r\n");
        Assert.StartsWith("+ ", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("* OK Still here", await client.ReadAsync());
        Assert.Equal("* OK Still here", await client.ReadAsync());
        await client.SendAsync("DONE\r\n");
        Assert.StartsWith("a OK ", await client.ReadAsync(), StringComparison.Ordinal);
    });
}
