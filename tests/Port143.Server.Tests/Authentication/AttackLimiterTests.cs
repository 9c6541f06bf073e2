using System.Net;
using System.Text;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

/// <summary>The limits as they ship, on a clock that jumps.</summary>
public sealed class AttackLimiterTests
{
    private readonly JumpingTime _time = new();
    private readonly MemoryDirectory _directory = new();
    private readonly LogRecorder<Authenticator> _log = new();
    private readonly AttackLimiter _limiter;
    private readonly Account _account = new(
        AccountId.New(), AccountAddress.Parse("bob@example.org"), DateTimeOffset.UnixEpoch, false, "");

    public AttackLimiterTests() => _limiter = New();

    private AttackLimiter New() => new(new AttackLimits(), _directory, _time, _log);

    // True when the password was looked at.
    private async Task<bool> Wrong(string from, string password, string name = "bob@example.org", bool exists = true)
    {
        Attempt attempt = _limiter.Begin(name, exists ? _account : null, IPAddress.Parse(from), Encoding.UTF8.GetBytes(password));
        if (await _limiter.EnterAsync(attempt, default) is not null)
        {
            return false;
        }
        await _limiter.FailedAsync(attempt, default);
        return true;
    }

    private async Task<bool> IsOpen(string from, Account? account = null) => await _limiter.EnterAsync(
        _limiter.Begin("bob@example.org", account, IPAddress.Parse(from), "the right one"u8), default) is null;

    [Fact]
    public async Task F15_TheSameWrongPasswordCountsOnce()
    {
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(await Wrong("192.0.2.7", "old"));
        }
        Assert.Empty(_limiter.Blocks);
        Assert.Equal(TimeSpan.Zero, _time.Waited);
    }

    [Fact]
    public async Task F13_OneAddressIsSlowedDownAndThenBlockedAndTheNextIsNot()
    {
        int tries = 0;
        while (await Wrong("192.0.2.7", $"guess {tries}", $"user{tries}@example.org", false))
        {
            tries++;
            Assert.True(tries <= 50);
        }
        Assert.InRange(_time.Waited, TimeSpan.FromSeconds(15), TimeSpan.FromHours(1));
        Assert.Equal(["192.0.2.7/32"], _limiter.Blocks.Select(b => b.Subject));
        Assert.Contains("wrong passwords within a", _limiter.Blocks[0].Cause, StringComparison.Ordinal);
        Assert.True(await IsOpen("192.0.2.200"));
        Assert.False(await IsOpen("192.0.2.7"));
        Assert.False(await IsOpen("::ffff:192.0.2.7"));
        _time.Advance(TimeSpan.FromMinutes(16));
        Assert.True(await IsOpen("192.0.2.7"));
    }

    [Theory]
    [InlineData("198.51.100.{0}", 64, 30, "198.51.100.0/26")]
    [InlineData("2001:db8:7:{0}::1", 100, 30, "2001:db8:7::/48")]
    public async Task F13_ManyAddressesOfOneNetworkAreBlockedTogether(string format, int addresses, int most, string subject)
    {
        int tries = 0;
        while (tries < 1000 && await Wrong(string.Format(format, tries % addresses), $"guess {tries}", $"user{tries}@example.org", false))
        {
            tries++;
        }
        Assert.Equal(most, tries);
        Assert.Equal([subject], _limiter.Blocks.Select(b => b.Subject));
    }

    [Fact]
    public async Task F13_TheWidestNetworkTakesNineTimesAsMuch()
    {
        int tries = 0;
        while (tries < 1000 && await Wrong($"203.0.{tries % 8}.{tries / 8 * 64 % 256}", $"guess {tries}", $"user{tries}@example.org", false))
        {
            tries++;
        }
        Assert.Equal(90, tries);
        Assert.Equal(["203.0.0.0/21"], _limiter.Blocks.Select(b => b.Subject));
    }

    [Fact]
    public async Task F14_WhereTheAccountIsAtHomeNothingIsEverBlocked()
    {
        _limiter.Succeeded(_account.Id, IPAddress.Parse("192.0.2.7"));
        for (int i = 0; i < 200; i++)
        {
            Assert.True(await Wrong("192.0.2.7", $"guess {i}"));
        }
        Assert.Empty(_limiter.Blocks);
        Assert.True(_time.Waited > TimeSpan.FromMinutes(40), $"{_time.Waited}"); // but slowly
        Assert.True(await IsOpen("192.0.2.7"));
        Assert.True(await IsOpen("198.51.100.1"));
    }

    [Fact]
    public async Task F14_AnAttackFromEverywhereClosesTheAccountToStrangersOnly()
    {
        _limiter.Succeeded(_account.Id, IPAddress.Parse("192.0.2.7"));
        int tries = 0;
        while (tries < 1000 && await Wrong($"10.{tries}.1.1", $"guess {tries}"))
        {
            tries++;
        }
        Assert.InRange(tries, 4, 100);
        while (_limiter.Blocks.Count == 0)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Wrong($"10.{tries}.1.1", $"guess {tries++}");
        }
        Assert.Equal(["bob@example.org"], _limiter.Blocks.Select(b => b.Subject));
        Assert.False(await IsOpen("10.255.1.1", _account));
        Assert.True(await IsOpen("192.0.2.7", _account));
        Assert.True(_limiter.Remove("bob@example.org", "test"));
        Assert.True(await IsOpen("10.255.1.1", _account));
        Assert.False(_limiter.Remove("bob@example.org", "test"));
    }

    [Fact]
    public async Task ManyAtOnceAreNoQuickerThanOneAfterTheOther()
    {
        for (int i = 0; i < 5; i++)
        {
            await Wrong("192.0.2.7", $"guess {i}", $"user{i}@example.org", false);
        }
        // Places in time are given before anybody waits; who would wait longer than clients do is told to come later.
        var count = new FailureCount();
        for (int i = 0; i < 8; i++)
        {
            count.Add(TimeSpan.FromDays(3));
        }
        TimeSpan now = TimeSpan.FromDays(3);
        Assert.Equal(TimeSpan.FromSeconds(15), count.Take(now, TimeSpan.FromSeconds(40)));
        Assert.Equal(TimeSpan.FromSeconds(30), count.Take(now, TimeSpan.FromSeconds(40)));
        Assert.Null(count.Take(now, TimeSpan.FromSeconds(40)));
        Assert.Equal(TimeSpan.Zero, count.Take(now + TimeSpan.FromHours(1), TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public async Task ThisMachineIsTrustedButAccountsAreStillProtected()
    {
        for (int i = 0; i < 200; i++)
        {
            await Wrong("127.0.0.1", $"guess {i}", $"user{i}@example.org", false);
        }
        Assert.Empty(_limiter.Blocks);
        Assert.Equal(TimeSpan.Zero, _time.Waited);
        for (int i = 0; i < 100; i++)
        {
            await Wrong("127.0.0.1", $"guess {i}");
        }
        Assert.Equal(["bob@example.org"], _limiter.Blocks.Select(b => b.Subject));
    }

    [Fact]
    public async Task BlocksOutliveTheProcessAndEndInTime()
    {
        for (int i = 0; i < 10; i++)
        {
            await Wrong("192.0.2.7", $"guess {i}", "nobody@example.org", false);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        for (int i = 10; _limiter.Blocks.Count == 0; i++)
        {
            await Wrong("192.0.2.7", $"guess {i}", "nobody@example.org", false);
        }
        await _limiter.FlushAsync(default);
        Assert.Contains(_directory.Notes, n => n is { Action: "block", Actor: "server" });
        AttackLimiter later = New();
        await later.LoadAsync(default);
        Assert.Equal(_limiter.Blocks, later.Blocks);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(later.Blocks);
        await later.FlushAsync(default);
        Assert.Empty(_directory.Blocks);
    }

    [Fact]
    public async Task AnAttackFromAMillionPlacesIsForgottenWhereItDoesNotFit()
    {
        long before = GC.GetTotalMemory(true);
        for (int i = 0; i < 60_000; i++)
        {
            Attempt attempt = _limiter.Begin($"user{i}@example.org", null, new IPAddress(BitConverter.GetBytes(i * 65_537)), "x"u8);
            await _limiter.FailedAsync(attempt, default);
        }
        long grown = GC.GetTotalMemory(true) - before;
        Assert.True(grown < 64 * 1024 * 1024, $"{grown >> 20} MiB");
        Assert.True(_limiter.Blocks.Count <= 10_000);
    }
}
