using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Decides who may sign in. An unknown account and a wrong password take the same way, the same time and the same words;
/// that an account is disabled or has a second factor is told only to who knows its password. The account is read on each sign-in, so a change made
/// by another process counts from the next one on. Thread-safe.
/// </summary>
public sealed class Authenticator
{
    private readonly IDirectory _directory;
    private readonly HashingQueue _queue;
    private readonly PasswordCache _cache;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DevicePasswords _devices;
    private readonly DeviceUses _uses;
    private readonly SecondFactors _factors;
    private readonly SignInRecorder _recorder;
    private bool _loaded;

    // The hash of nothing anybody knows: what an unknown account's password is compared with.
    private readonly Lazy<string> _nobody = new(() => PasswordHasher.Hash(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Makes an authenticator over a directory. The queue belongs to the caller and may be shared.</summary>
    public Authenticator(
        IDirectory directory, HashingQueue queue, TimeProvider time, ILogger<Authenticator> log, AttackLimits? limits = null)
    {
        _directory = directory;
        _queue = queue;
        _cache = new PasswordCache(time);
        _time = time;
        _log = log;
        ScramHistory = new ScramHistory(time);
        _devices = new DevicePasswords(directory);
        _uses = new DeviceUses(directory);
        _factors = new SecondFactors(directory, time);
        _recorder = new SignInRecorder(directory, time);
        Limiter = new AttackLimiter(limits ?? new AttackLimits(), directory, time, log);
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
        byte[]? prepared = null;
        try
        {
            // These say nothing about who exists, so they need no disguise.
            if (!AccountAddress.TryCreate(user, out AccountAddress? address, out _))
            {
                SignInLog.Refused(_log, SignInLog.MalformedName, client.Address, client.Listener, LogText.Escape(user));
                return new ValueTask<SignInResult>(SignInResult.Rejected);
            }
            prepared = password.Length > PasswordHasher.MaxPasswordBytes + CodeTail.MaxLength ? null : OpaqueString.Prepare(password);
            if (prepared is null)
            {
                SignInLog.Refused(_log, SignInLog.MalformedPassword, client.Address, client.Listener, address.Value);
                return new ValueTask<SignInResult>(SignInResult.Rejected);
            }
            return SignInAsync(address, new Secret(prepared), client, cancel);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(prepared);
            CryptographicOperations.ZeroMemory(password);
        }
    }

    /// <summary>Who keeps guessing in bounds.</summary>
    internal AttackLimiter Limiter { get; }

    /// <summary>Where SCRAM is of no use.</summary>
    internal ScramHistory ScramHistory { get; }

    /// <summary>Whether any account had a device password when this was last looked up.</summary>
    internal bool HasDevices { get; private set; }

    /// <summary>Writes what waits to be written and looks for what others changed; the server calls this every few seconds.</summary>
    /// <param name="atEnd">Whether it is the last time.</param>
    /// <param name="cancel">Gives up.</param>
    internal async ValueTask RefreshAsync(bool atEnd, CancellationToken cancel)
    {
        if (!_loaded)
        {
            await Limiter.LoadAsync(cancel).ConfigureAwait(false);
            _loaded = true;
        }
        await Limiter.FlushAsync(cancel).ConfigureAwait(false);
        await _recorder.FlushAsync(atEnd, cancel).ConfigureAwait(false);
        await _uses.FlushAsync(cancel).ConfigureAwait(false);
        HasDevices = await _directory.HasDevicesAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>What SCRAM needs of a user; the same work and the same form for one that does not exist. Null for what is no name.</summary>
    internal async ValueTask<ScramUser?> FindScramUserAsync(ReadOnlyMemory<byte> user, ClientInfo client, CancellationToken cancel)
    {
        if (!AccountAddress.TryCreate(user.Span, out AccountAddress? address, out _))
        {
            SignInLog.Refused(_log, SignInLog.MalformedName, client.Address, client.Listener, LogText.Escape(user.Span));
            return null;
        }
        Account? account = await _directory.FindAsync(address, cancel).ConfigureAwait(false);
        IReadOnlyList<DevicePassword> devices = account is null
            ? [] : await _directory.ListDevicesAsync(account.Id, cancel).ConfigureAwait(false);
        byte[] salt = await _devices.SaltAsync(address, devices, cancel).ConfigureAwait(false);
        return new ScramUser(address, account, devices, salt);
    }

    /// <summary>Ends an exchange in which the client proved to have a device password, or proved nothing.</summary>
    internal SignInResult FinishScram(ScramUser user, DevicePassword? proven, ClientInfo client)
    {
        if (user.Account is not null && proven is not null)
        {
            return Admit(user.Account, proven, "device", client);
        }
        ScramHistory.NoteUseless(client.Address);
        // A device password cannot be guessed, so a wrong one is no attack.
        Refuse(user.Account, user.Address, "scram", user.Account is null ? SignInLog.UnknownAccount : SignInLog.WrongProof, client);
        return SignInResult.Rejected;
    }

    /// <summary>Signs in somebody who has proved by other means than a password to be who an address names.</summary>
    internal async ValueTask<SignInResult> AdmitAsync(
        AccountAddress address, string by, bool readOnly, ClientInfo client, CancellationToken cancel)
    {
        if (await _directory.FindAsync(address, cancel).ConfigureAwait(false) is { } account)
        {
            return Admit(account, null, by, client) with { ReadOnly = readOnly };
        }
        SignInLog.Refused(_log, SignInLog.UnknownAccount, client.Address, client.Listener, address.Value);
        return SignInResult.Explain($"there is no account {address} here; ask the administrator");
    }

    // The secret was right. What follows may be told.
    private SignInResult Admit(Account account, DevicePassword? device, string by, ClientInfo client)
    {
        by = device is null ? by : $"{by}:{device.Id}";
        DateTimeOffset now = _time.GetUtcNow();
        if (account.IsDisabled)
        {
            Refuse(account, account.Address, by, SignInLog.Disabled, client);
            return SignInResult.Disabled;
        }
        if (device is not null)
        {
            if (device.Expires <= now)
            {
                Refuse(account, account.Address, by, SignInLog.Expired, client);
                return SignInResult.Explain("this device password has expired; make a new one for this device");
            }
            if (device.Networks.Count > 0 && !(client.Address is { } from && device.Networks.Any(n => n.Contains(from))))
            {
                Refuse(account, account.Address, by, SignInLog.WrongNetwork, client);
                return SignInResult.Explain("this device password may not be used from this network; use another one here");
            }
            _uses.Note(new DeviceUse(device.Id, now, client.Address?.ToString() ?? "unix"));
        }
        else if (by is "password" or "password+code")
        {
            ScramHistory.NoteUseless(client.Address);
        }
        SignInLog.SignedIn(_log, client.Address, client.Listener, client.IsEncrypted, by, account.Address.Value);
        Limiter.Succeeded(account.Id, client.Address);
        _recorder.Note(account, client, by, "");
        return new SignInResult(SignInOutcome.Success, account, device) { By = by };
    }

    private void Refuse(Account? account, AccountAddress address, string by, string cause, ClientInfo client)
    {
        SignInLog.Refused(_log, cause, client.Address, client.Listener, address.Value);
        _recorder.Note(account, client, by, cause);
    }

    private async ValueTask<SignInResult> SignInAsync(
        AccountAddress address, Secret password, ClientInfo client, CancellationToken cancel)
    {
        bool queued = false;
        byte[] code = password.Span[^CodeTail.Length(password.Span)..].ToArray();
        try
        {
            Account? account = await _directory.FindAsync(address, cancel);
            if (account is not null && await _devices.FindAsync(account.Id, password.Memory, cancel) is { } device)
            {
                return Admit(account, device, "device", client);
            }
            Attempt attempt = Limiter.Begin(address.Value, account, client.Address, password.Span);
            if (await Limiter.EnterAsync(attempt, cancel) is { } later)
            {
                Refuse(account, address, "password", SignInLog.BlockedFrom, client);
                return SignInResult.TryLater(later);
            }
            SecondFactor? factor = account is null ? null : await _directory.FindSecondFactorAsync(account.Id, cancel);
            factor = factor is { IsOn: true } ? factor : null;
            // What is refused, for an account that is disabled or a code that is missing, takes the time of any other refusal.
            bool withCode = factor is not null && code.Length > 0;
            bool isKnown = account is { IsDisabled: false } && (factor is null || withCode)
                && _cache.Knows(account, withCode ? password.Span[..^code.Length] : password.Span);
            if (!isKnown)
            {
                Task<Verdict>? verified = _queue.TryRun(() => Verify(account, factor, password));
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
                    Refuse(account, address, "password", cause, client);
                    await Limiter.FailedAsync(attempt, cancel);
                    return SignInResult.Rejected;
                }
                if (verdict.BetterHash is { } better)
                {
                    await _directory.UpgradeHashAsync(account!.Id, account.PasswordHash, better, cancel);
                    account = account with { PasswordHash = better };
                }
                withCode = verdict.WithCode;
            }
            return factor is null || account!.IsDisabled
                ? Admit(account!, null, "password", client)
                : await AdmitWithFactorAsync(account, factor, withCode ? code : null, client, cancel);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(code);
            if (!queued)
            {
                password.Dispose();
            }
        }
    }

    // The password was right; with a second factor that is not enough.
    private async ValueTask<SignInResult> AdmitWithFactorAsync(
        Account account, SecondFactor factor, byte[]? code, ClientInfo client, CancellationToken cancel)
    {
        (string Cause, SignInResult Result) refusal = (SignInLog.SecondFactorMissing, SecondFactorRefusal.Missing);
        if (code is not null)
        {
            CodeVerdict verdict = await _factors.UseAsync(factor, code, cancel);
            if (verdict == CodeVerdict.Right)
            {
                return Admit(account, null, "password+code", client);
            }
            refusal = SecondFactorRefusal.Of(verdict);
        }
        ScramHistory.NoteUseless(client.Address);
        Refuse(account, account.Address, code is null ? "password" : "password+code", refusal.Cause, client);
        return refusal.Result;
    }

    // Runs in the queue. Who has no usable hash costs as much as who has one.
    private Verdict Verify(Account? account, SecondFactor? factor, Secret sent)
    {
        using (sent)
        {
            bool usable = account is not null && PasswordHasher.IsUsable(account.PasswordHash);
            int length = PasswordWithCode.FindPassword(
                usable ? account!.PasswordHash : _nobody.Value, factor is not null, sent.Span, _nobody.Value);
            if (!usable || length == 0)
            {
                return default;
            }
            ReadOnlySpan<byte> password = sent.Span[..length];
            string? better = PasswordHasher.NeedsRehash(account!.PasswordHash) ? PasswordHasher.Hash(password) : null;
            _cache.Remember(better is null ? account : account with { PasswordHash = better }, password);
            return new Verdict(true, length < sent.Span.Length, better);
        }
    }

    private readonly record struct Verdict(bool IsRight, bool WithCode, string? BetterHash);
}
