using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Decides who may sign in. An unknown account and a wrong password take the same way, the same time and the same words;
/// that an account is disabled is told only to who knows its password. The account is read on each sign-in, so a change made
/// by another process counts from the next one on. Thread-safe.
/// </summary>
public sealed class Authenticator
{
    private readonly IDirectory _directory;
    private readonly HashingQueue _queue;
    private readonly PasswordCache _cache;
    private readonly ILogger _log;

    // The hash of nothing anybody knows: what an unknown account's password is compared with.
    private readonly Lazy<string> _nobody = new(() => PasswordHasher.Hash(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Makes an authenticator over a directory. The queue belongs to the caller and may be shared.</summary>
    public Authenticator(IDirectory directory, HashingQueue queue, TimeProvider time, ILogger<Authenticator> log)
    {
        _directory = directory;
        _queue = queue;
        _cache = new PasswordCache(time);
        _log = log;
        // Made before the first client comes, so that no sign-in takes twice as long as the others.
        _queue.TryRun(() => _nobody.Value);
    }

    /// <summary>
    /// Signs in with a name and a password as the client sent them. <paramref name="password"/> is overwritten with zeros
    /// before the first wait.
    /// </summary>
    public ValueTask<SignInResult> SignInAsync(
        ReadOnlySpan<byte> user, Span<byte> password, ClientInfo client, CancellationToken cancel)
    {
        try
        {
            // These say nothing about who exists, so they need no disguise.
            if (!AccountAddress.TryCreate(user, out AccountAddress? address, out _))
            {
                SignInLog.Refused(_log, SignInLog.MalformedName, client.Address, client.Listener, LogText.Escape(user));
                return new ValueTask<SignInResult>(SignInResult.Rejected);
            }
            if (PasswordHasher.Check(password) is not null)
            {
                SignInLog.Refused(_log, SignInLog.MalformedPassword, client.Address, client.Listener, address.Value);
                return new ValueTask<SignInResult>(SignInResult.Rejected);
            }
            return SignInAsync(address, new Secret(password), client, cancel);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private async ValueTask<SignInResult> SignInAsync(
        AccountAddress address, Secret password, ClientInfo client, CancellationToken cancel)
    {
        bool queued = false;
        try
        {
            Account? account = await _directory.FindAsync(address, cancel);
            if (account is null || !_cache.Knows(account, password.Span))
            {
                Task<Verdict>? verified = _queue.TryRun(() => Verify(account, password));
                if (verified is null)
                {
                    SignInLog.Refused(_log, SignInLog.Busy, client.Address, client.Listener, address.Value);
                    return SignInResult.Busy;
                }
                queued = true; // the work owns the secret now, even if this caller gives up
                Verdict verdict = await verified.WaitAsync(cancel);
                if (!verdict.IsRight)
                {
                    string cause = account is null ? SignInLog.UnknownAccount : SignInLog.WrongPassword;
                    SignInLog.Refused(_log, cause, client.Address, client.Listener, address.Value);
                    return SignInResult.Rejected;
                }
                if (verdict.BetterHash is { } better)
                {
                    await _directory.UpgradeHashAsync(account!.Id, account.PasswordHash, better, cancel);
                }
            }
            if (account!.IsDisabled)
            {
                SignInLog.Refused(_log, SignInLog.Disabled, client.Address, client.Listener, address.Value);
                return SignInResult.Disabled;
            }
            SignInLog.SignedIn(_log, client.Address, client.Listener, client.IsEncrypted, address.Value);
            return new SignInResult(SignInOutcome.Success, account);
        }
        finally
        {
            if (!queued)
            {
                password.Dispose();
            }
        }
    }

    // Runs in the queue. Who has no usable hash costs as much as who has one.
    private Verdict Verify(Account? account, Secret password)
    {
        using (password)
        {
            bool usable = account is not null && PasswordHasher.IsUsable(account.PasswordHash);
            bool right = PasswordHasher.Verify(usable ? account!.PasswordHash : _nobody.Value, password.Span);
            if (!usable || !right)
            {
                return default;
            }
            string? better = PasswordHasher.NeedsRehash(account!.PasswordHash) ? PasswordHasher.Hash(password.Span) : null;
            _cache.Remember(better is null ? account : account with { PasswordHash = better }, password.Span);
            return new Verdict(true, better);
        }
    }

    private readonly record struct Verdict(bool IsRight, string? BetterHash);
}
