using System.Net;
using System.Text;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

/// <summary>What opens an account with a second factor, at the authenticator and over the wire.</summary>
public sealed class SecondFactorTests : IAsyncDisposable
{
    private const string Address = "bob@example.org";
    private const string Password = "long enough 123456"; // as six digits end it, a code may be meant
    private const string DeviceNeeded = "This account needs a device password: ";

    private static readonly ClientInfo Client = new(IPAddress.Parse("192.0.2.7"), "imaps", true);

    private readonly string _folder = Directory.CreateTempSubdirectory("port143-factor-").FullName;
    private readonly Clock _clock = new();
    private readonly SqliteDirectory _directory;
    private readonly HashingQueue _queue = new();
    private readonly LogRecorder<Authenticator> _log = new();
    private Authenticator _authenticator;

    public SecondFactorTests()
    {
        _directory = SqliteDirectory.Open(_folder, _clock);
        _authenticator = NewAuthenticator();
    }

    public async ValueTask DisposeAsync()
    {
        await _directory.DisposeAsync();
        _queue.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Authenticator NewAuthenticator() => new(_directory, _queue, _clock, _log);

    private string Now(int steps = 0) => Code(_key, Totp.StepAt(_clock.GetUtcNow()) + steps);

    private static string Code(byte[] key, long step) => $"{Totp.Code(key, step):000000}";

    private byte[] _key = [];

    private async Task<(Account Account, IReadOnlyList<string> Codes)> AddAsync()
    {
        Account account = (await _directory.AddAsync(
            AccountId.New(), AccountAddress.Parse(Address), PasswordHasher.Hash(Encoding.UTF8.GetBytes(Password)), "test", default))!;
        var factors = new SecondFactors(_directory, _clock);
        _key = (await factors.BeginAsync(account.Id, default))!;
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password)).Outcome); // begun is not on
        Assert.Null(await factors.ConfirmAsync(account.Id, "12345", "test", default));
        Assert.Null(await factors.ConfirmAsync(account.Id, Code(_key, 1), "test", default));
        IReadOnlyList<string> codes = (await factors.ConfirmAsync(account.Id, Now(), "test", default))!;
        Assert.Equal(RecoveryCodes.Count, codes.Distinct().Count());
        return (account, codes);
    }

    private async Task<SignInResult> SignIn(string password) =>
        await _authenticator.SignInAsync(Encoding.UTF8.GetBytes(Address), Encoding.UTF8.GetBytes(password), Client, default);

    private async Task Refused(string password, string cause, string? words = null)
    {
        SignInResult result = await SignIn(password);
        Assert.Equal(words is null ? SignInOutcome.Rejected : SignInOutcome.Explained, result.Outcome);
        Assert.StartsWith(words ?? "", result.Explanation ?? "");
        Assert.Contains($"cause={cause} account=\"{Address}\"", _log.Lines[^1]);
    }

    [Fact]
    public async Task The_password_alone_opens_nothing_and_what_is_missing_is_told_to_who_has_it()
    {
        await AddAsync();
        for (int i = 0; i < 2; i++) // by the hash, and as it is remembered
        {
            await Refused(Password, "second-factor-missing", DeviceNeeded);
        }
        await Refused("wrong 123456", "wrong-password");
        await Refused("wrong", "wrong-password");
        await Refused(Now(1), "wrong-password");
        await Refused("wrong" + Now(1), "wrong-password");
        _authenticator = NewAuthenticator();
        await Refused("wrong" + Now(1), "wrong-password");
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + Now(1))).Outcome);
    }

    [Fact] // F07
    public async Task F07_A_code_works_once_on_two_connections_at_once_and_after_a_restart()
    {
        await AddAsync();
        await Refused(Password + Now(), "code-used", "The code after your password was used already"); // it confirmed
        string code = Now(1);
        SignInResult[] both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SignIn(Password + code))));
        Assert.Single(both, r => r.Outcome == SignInOutcome.Success);
        Assert.All(both, r => Assert.True(r.Outcome is SignInOutcome.Success or SignInOutcome.Explained));
        _clock.Advance(90);
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + Now())).Outcome);
        string last = Now();
        _authenticator = NewAuthenticator();
        // A client that saved both goes on and on: it is told why, and is no attacker.
        for (int i = 0; i < 20; i++)
        {
            _clock.Advance(30);
            await Refused(Password + last, "code-used", "The code after your password was used already");
        }
        await Refused(Password + Code(_key, Totp.StepAt(_clock.GetUtcNow()) - 2), "code-wrong", "The code after your password is not right");
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + Now())).Outcome);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        (Account account, IReadOnlyList<string> codes) = await AddAsync();
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + codes[3])).Outcome);
        await Refused(Password + codes[3], "code-used", "The code after your password was used already");
        _authenticator = NewAuthenticator();
        await Refused(Password + codes[3], "code-wrong", "The code after your password is not right");
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + codes[4])).Outcome);
        Assert.Equal(8, (await _directory.FindSecondFactorAsync(account.Id, default))!.RecoveryCodes);
        await new SecondFactors(_directory, _clock).RenewRecoveryCodesAsync(account.Id, "test", default);
        await Refused(Password + codes[5], "code-wrong", "The code after your password is not right");
    }

    [Fact] // F20
    public async Task F20_Five_wrong_codes_in_ten_minutes_and_then_none_is_looked_at()
    {
        (Account account, _) = await AddAsync();
        var device = await new DevicePasswords(_directory).AddAsync(
            account, (id, verifier) => new DevicePassword { Id = id, Account = account.Id, Name = "x", Created = _clock.GetUtcNow(), Verifier = verifier },
            "test", default);
        _clock.Advance(300);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => SignIn(Password + Code(_key, i)))));
        Assert.Equal(CodeGuard.Limit, _log.Lines.Count(e => e.Contains("cause=code-wrong", StringComparison.Ordinal)));
        await Refused(Password + Now(), "code-limit", "Too many wrong codes");
        Assert.Equal(SignInOutcome.Success, (await SignIn(device!.Value.Text)).Outcome);
        await Refused(Password, "second-factor-missing", DeviceNeeded);
        _clock.Advance(601);
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + Now())).Outcome);
    }

    [Fact] // F12
    public async Task F12_A_disabled_account_says_so_to_who_has_the_password_and_uses_up_no_code()
    {
        (Account account, _) = await AddAsync();
        await _directory.SetDisabledAsync(account.Id, true, "test", default);
        Assert.Equal(SignInOutcome.Disabled, (await SignIn(Password)).Outcome);
        Assert.Equal(SignInOutcome.Disabled, (await SignIn(Password + Now(1))).Outcome);
        Assert.Equal(SignInOutcome.Rejected, (await SignIn("wrong" + Now(1))).Outcome);
        await _directory.SetDisabledAsync(account.Id, false, "test", default);
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password + Now(1))).Outcome);
    }

    [Fact]
    public async Task Without_a_second_factor_a_code_is_a_wrong_password_and_the_factor_can_be_taken_away()
    {
        (Account account, _) = await AddAsync();
        await _directory.RemoveSecondFactorAsync(account.Id, "test", default);
        await Refused(Password + Now(1), "wrong-password");
        Assert.Equal(SignInOutcome.Success, (await SignIn(Password)).Outcome);
    }

    [Fact]
    public async Task Spellings_of_one_password_are_one()
    {
        await _directory.AddAsync(
            AccountId.New(), AccountAddress.Parse(Address), PasswordHasher.Hash(OpaqueString.Prepare("gr\u00FCne T\u00F6pfe"u8)!), "test", default);
        foreach (string spelling in new[] { "gr\u00FCne T\u00F6pfe", "gru\u0308ne To\u0308pfe", "gr\u00FCne\u00A0T\u00F6pfe", "gr\u00FCne\u3000To\u0308pfe" })
        {
            Assert.Equal(SignInOutcome.Success, (await SignIn(spelling)).Outcome);
        }
        Assert.Equal(SignInOutcome.Rejected, (await SignIn("grune Topfe")).Outcome);
        Assert.Equal(SignInOutcome.Rejected, (await SignIn("gr\u00FCne T\u00F6pfe\u0007")).Outcome);
    }

    private sealed class Clock : TimeProvider
    {
        private long _seconds = 1_790_000_000;

        public void Advance(int seconds) => Interlocked.Add(ref _seconds, seconds);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Interlocked.Read(ref _seconds));

        public override long GetTimestamp() => Interlocked.Read(ref _seconds) * TimestampFrequency;

        public override long TimestampFrequency => 1000;
    }
}
