using System.Diagnostics;
using System.Net;
using System.Text;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

/// <summary>What a refusal is about cannot be told from its time.</summary>
public sealed class SignInTimingTests : IDisposable
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(3);

    private readonly MemoryDirectory _directory = new();
    private readonly HashingQueue _queue = new();
    private readonly Authenticator _authenticator;

    // From this machine: its networks are not blocked, and no account gets more than three wrong passwords.
    private readonly ClientInfo _client = new(IPAddress.Loopback, "imaps", true);

    public SignInTimingTests() => _authenticator = new Authenticator(_directory, _queue, TimeProvider.System, new LogRecorder<Authenticator>());

    public void Dispose() => _queue.Dispose();

    // Two thousand of each with --long. A short run on a busy machine may take more than its first samples to agree.
    [Fact]
    public async Task F10_UnknownWrongDisabledAndHalfRightTakeTheSameTime()
    {
        bool isLong = Environment.GetEnvironmentVariable("PORT143_LONG") == "1";
        int samples = isLong ? 2000 : 25;
        string hash = PasswordHasher.Hash("the right one"u8);
        (string Name, Func<int, Task<string>> Prepare, string Password, SignInOutcome Outcome)[] kinds =
        [
            ("unknown user", i => Task.FromResult($"unknown{i}@example.org"), "wrong", SignInOutcome.Rejected),
            ("wrong password", i => AddAsync($"known{i}@example.org", hash, false), "wrong", SignInOutcome.Rejected),
            ("disabled account", i => AddAsync($"disabled{i}@example.org", hash, true), "the right one", SignInOutcome.Disabled),
            ("second factor missing", i => AddWithFactorAsync($"factor{i}@example.org", hash), "the right one", SignInOutcome.Explained),
        ];
        double[] medians = [];
        var times = kinds.Select(_ => new List<double>()).ToArray();
        for (int attempt = 0; attempt < (isLong ? 1 : 8); attempt++)
        {
            for (int i = 0; i < samples; i++)
            {
                for (int kind = 0; kind < kinds.Length; kind++)
                {
                    string user = await kinds[kind].Prepare(attempt * samples + i);
                    byte[] password = Encoding.UTF8.GetBytes(kinds[kind].Password);
                    var watch = Stopwatch.StartNew();
                    SignInResult result = await _authenticator.SignInAsync(Encoding.UTF8.GetBytes(user), password, _client, default);
                    times[kind].Add(watch.Elapsed.TotalMilliseconds);
                    Assert.Equal(kinds[kind].Outcome, result.Outcome);
                }
            }
            medians = [.. times.Select(t => t.Order().ElementAt(t.Count / 2))];
            if (medians.Max() - medians.Min() < Tolerance.TotalMilliseconds)
            {
                break;
            }
        }
        string figures = $"refused sign-ins, median of {times[0].Count} each: "
            + string.Join(", ", kinds.Select((k, i) => $"{k.Name} {medians[i]:0.00} ms"));
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        if (Environment.GetEnvironmentVariable("PORT143_REPORT") is { Length: > 0 } report)
        {
            await File.AppendAllTextAsync(report, figures + "\n");
        }
        Assert.True(medians.Max() - medians.Min() < Tolerance.TotalMilliseconds, figures);
    }

    private async Task<string> AddWithFactorAsync(string address, string hash)
    {
        await AddAsync(address, hash, disabled: false);
        AccountId id = (await _directory.FindAsync(AccountAddress.Parse(address), default))!.Id;
        _directory.Factors[id] = new SecondFactor(id, new byte[Totp.KeyLength], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 0);
        return address;
    }

    private async Task<string> AddAsync(string address, string hash, bool disabled)
    {
        Account account = (await _directory.AddAsync(AccountId.New(), AccountAddress.Parse(address), hash, "test", default))!;
        await _directory.SetDisabledAsync(account.Id, disabled, "test", default);
        return address;
    }
}
