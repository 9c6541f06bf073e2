using System.Diagnostics;
using System.Net;
using System.Text;
using Geralt;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

public sealed class AuthenticatorTests : IDisposable
{
    private static readonly ClientInfo Client = new(IPAddress.Parse("192.0.2.7"), "imaps", true);

    private readonly MemoryDirectory _directory = new();
    private readonly HashingQueue _queue = new();
    private readonly LogRecorder<Authenticator> _log = new();
    private readonly Authenticator _authenticator;

    public AuthenticatorTests() => _authenticator = new Authenticator(_directory, _queue, TimeProvider.System, _log);

    public void Dispose() => _queue.Dispose();

    private async Task<Account> Add(string address, string password) => (await _directory.AddAsync(
        AccountId.New(), AccountAddress.Parse(address), PasswordHasher.Hash(Encoding.UTF8.GetBytes(password)), "test", default))!;

    private async Task<SignInOutcome> SignIn(string user, string password) =>
        (await _authenticator.SignInAsync(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password), Client, default)).Outcome;

    [Fact]
    public async Task The_right_password_signs_in_however_the_address_is_spelled()
    {
        Account account = await Add("bob@example.org", "correct horse");
        SignInResult result = await _authenticator.SignInAsync("BOB@Example.org"u8, "correct horse"u8.ToArray(), Client, default);
        Assert.Equal(new SignInResult(SignInOutcome.Success, account) { By = "password" }, result);
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", "correct hors"));
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", "correct horse "));
        Assert.Equal(SignInOutcome.Rejected, await SignIn("eve@example.org", "correct horse"));
    }

    [Fact] // F12
    public async Task That_an_account_is_disabled_is_told_only_after_the_right_password()
    {
        Account account = await Add("bob@example.org", "pw");
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
        await _directory.SetDisabledAsync(account.Id, true, "test", default);
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", "wrong"));
        Assert.Equal(SignInOutcome.Disabled, await SignIn("bob@example.org", "pw"));
        await _directory.SetDisabledAsync(account.Id, false, "test", default);
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
    }

    [Fact] // F03, F04, F08
    public async Task What_cannot_be_a_name_or_a_password_is_refused_without_hashing()
    {
        await Add("bob@example.org", "pw");
        await SignIn("bob@example.org", "pw");
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(SignInOutcome.Rejected, (await _authenticator.SignInAsync(
                "bob@example.org"u8, new byte[1024 * 1024].AsSpan(), Client, default)).Outcome);
        }
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", ""));
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", "p\0w"));
        Assert.Equal(SignInOutcome.Rejected, await SignIn(new string('b', 1_000_000) + "@example.org", "pw"));
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org\0", "pw"));
        Assert.Equal(SignInOutcome.Rejected, (await _authenticator.SignInAsync(
            [(byte)'b', 0xFF, (byte)'@', (byte)'c'], "pw"u8.ToArray(), Client, default)).Outcome);
        Assert.Equal(SignInOutcome.Rejected, (await _authenticator.SignInAsync(
            "bob@example.org"u8, [0xC0, 0x80], Client, default)).Outcome);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task The_password_is_zeroed()
    {
        byte[] password = "correct horse"u8.ToArray();
        await _authenticator.SignInAsync("bob@example.org"u8, password, Client, default);
        Assert.All(password, b => Assert.Equal(0, b));
    }

    [Fact] // F06, F15
    public async Task A_client_that_comes_again_costs_no_hash_until_the_password_changes()
    {
        Account account = await Add("bob@example.org", "pw");
        Account other = await Add("eve@example.org", "pw2");
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
        Assert.Equal(SignInOutcome.Success, await SignIn("eve@example.org", "pw2"));
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 2000; i++)
        {
            Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}"); // 2,000 hashes take 50 s
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", "pw2"));
        Assert.Equal(SignInOutcome.Rejected, await SignIn("eve@example.org", "pw"));

        await _directory.SetPasswordAsync(account.Id, PasswordHasher.Hash("new"u8), "test", default);
        Assert.Equal(SignInOutcome.Rejected, await SignIn("bob@example.org", "pw"));
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "new"));
        await _directory.DeleteAsync(other.Id, "test", default);
        Assert.Equal(SignInOutcome.Rejected, await SignIn("eve@example.org", "pw2"));
    }

    [Fact]
    public async Task A_weak_hash_is_made_strong_on_the_next_sign_in()
    {
        char[] weak = new char[Argon2id.HashSize];
        Argon2id.ComputeHash(weak, "pw"u8, 1, 8192 * 1024);
        Account account = (await _directory.AddAsync(
            AccountId.New(), AccountAddress.Parse("bob@example.org"), new string(weak).TrimEnd('\0'), "test", default))!;
        Assert.True(PasswordHasher.NeedsRehash(account.PasswordHash));
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
        string hash = (await _directory.FindAsync(account.Id, default))!.PasswordHash;
        Assert.False(PasswordHasher.NeedsRehash(hash));
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
    }

    [Fact] // F09, on a small scale
    public async Task Too_many_at_once_are_told_so_and_the_rest_is_served()
    {
        await Add("bob@example.org", "pw");
        Task<SignInOutcome>[] all = [.. Enumerable.Range(0, 150).Select(_ => SignIn("bob@example.org", "wrong"))];
        SignInOutcome[] outcomes = await Task.WhenAll(all);
        Assert.Contains(SignInOutcome.Busy, outcomes);
        Assert.Contains(SignInOutcome.Rejected, outcomes);
        Assert.Equal(SignInOutcome.Success, await SignIn("bob@example.org", "pw"));
    }

    [Fact] // F10, with few samples
    public async Task Unknown_known_and_disabled_accounts_take_the_same_time()
    {
        await Add("known@example.org", "pw");
        Account disabled = await Add("disabled@example.org", "pw");
        await _directory.SetDisabledAsync(disabled.Id, true, "test", default);
        string[] users = ["known@example.org", "unknown@example.org", "disabled@example.org"];
        double[][] times = [[], [], []];
        double[] best = [];
        // The quickest of many is what remains when other work on the machine is taken away; a busy machine needs more of them.
        for (int i = 1; i <= 120; i++)
        {
            for (int u = 0; u < users.Length; u++)
            {
                long start = Stopwatch.GetTimestamp();
                Assert.Equal(SignInOutcome.Rejected, await SignIn(users[u], "wrong"));
                times[u] = [.. times[u], Stopwatch.GetElapsedTime(start).TotalMilliseconds];
            }
            best = [.. times.Select(t => t.Order().Skip(1).FirstOrDefault())];
            if (i % 15 == 0 && best.Max() < best.Min() * 1.5)
            {
                return;
            }
        }
        Assert.Fail($"the quickest sign-ins took {string.Join(", ", best)} ms");
    }

    [Fact] // C04, C05
    public async Task The_log_names_the_cause_and_no_secret_and_cannot_be_forged()
    {
        await Add("bob@example.org", "pw");
        await SignIn("bob@example.org", "hunter2");
        await SignIn("bob\r\nsigned in: account=\"admin\"", "hunter2");
        await SignIn("{0}%s%u${jndi}@example.org", "hunter2");
        await SignIn("bob@example.org", "pw");
        IReadOnlyList<string> lines = _log.Lines;
        Assert.Equal(4, lines.Count);
        Assert.Equal("sign-in refused: ip=192.0.2.7 listener=imaps cause=wrong-password account=\"bob@example.org\"", lines[0]);
        Assert.EndsWith("cause=malformed-name account=\"bob\\x0D\\x0Asigned\\x20in:\\x20account=\\x22admin\\x22\"", lines[1]);
        Assert.EndsWith("cause=unknown-account account=\"{0}%s%u${jndi}@example.org\"", lines[2]);
        Assert.Equal("signed in: ip=192.0.2.7 listener=imaps tls=True by=password account=\"bob@example.org\"", lines[3]);
        Assert.DoesNotContain(lines, line => line.Contains("hunter2") || line.Contains("argon2"));
    }
}
