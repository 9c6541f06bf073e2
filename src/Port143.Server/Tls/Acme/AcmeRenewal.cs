using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls.Acme;

/// <summary>
/// Gets the certificate of the server and renews it at two thirds of its life, in the background: the server serves with the
/// certificate that it has meanwhile, a self-signed one at first. The key in DATA/tls/key.pem stays, so that one rename of
/// cert.pem is the whole change, and the certificate store sees it.
/// </summary>
public sealed class AcmeRenewal : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private readonly AcmeOptions _options;
    private readonly string _folder;
    private readonly CertificateStore _certificates;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly Lock _tries = new();
    private TaskCompletionSource<AcmeState> _nextTry = NewTry();
    private Task _running = Task.CompletedTask;

    /// <summary>Does nothing yet. The store must be that of the data folder's own certificate.</summary>
    public AcmeRenewal(AcmeOptions options, string dataFolder, CertificateStore certificates, TimeProvider time, ILogger<AcmeRenewal> log)
    {
        _options = options;
        _folder = Path.Combine(dataFolder, CertificateStore.FolderName);
        _certificates = certificates;
        _time = time;
        _log = log;
    }

    /// <summary>What is got, to tell one configuration from another.</summary>
    internal static string Describe(AcmeOptions options) => $"{options.Directory} {options.Challenge} {string.Join(' ', options.Names)}";

    /// <summary>Begins, and returns at once.</summary>
    public void Start()
    {
        _certificates.Renewal = this;
        _running = Task.Run(RunAsync);
    }

    /// <summary>
    /// Tries now, whenever the next renewal is due; while a try goes on, another follows it. What came of it: its
    /// <see cref="AcmeState.Error"/> is empty when there is a new certificate.
    /// </summary>
    internal Task<AcmeState> RenewAsync()
    {
        lock (_tries)
        {
            if (_wanted.CurrentCount == 0)
            {
                _wanted.Release();
            }
            return _nextTry.Task;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _certificates.Renewal = null;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_tries)
        {
            _nextTry.TrySetCanceled();
        }
        _stop.Dispose();
        _wanted.Dispose();
    }

    /// <summary>
    /// When a certificate is replaced: at once if it is self-signed or lacks a name, else after two thirds of its life, less a
    /// thirtieth at most, which differs from server to server.
    /// </summary>
    public static DateTimeOffset DueAt(X509Certificate2 certificate, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        IReadOnlyList<string> has = CertificateNames.NamesOf(certificate);
        if (CertificateInUse.IsSelfSigned(certificate) || !names.All(n => has.Contains(n, StringComparer.OrdinalIgnoreCase)))
        {
            return DateTimeOffset.MinValue;
        }
        DateTimeOffset begin = certificate.NotBefore.ToUniversalTime();
        TimeSpan life = certificate.NotAfter.ToUniversalTime() - begin;
        return begin + life * (2 / 3.0 - certificate.GetCertHash(HashAlgorithmName.SHA256)[0] / 255.0 / 30);
    }

    private async Task RunAsync()
    {
        AcmeState state = AcmeState.Read(_folder, Describe(_options));
        while (!_stop.IsCancellationRequested)
        {
            DateTimeOffset due = DueAt(_certificates.Current.TargetCertificate, _options.Names);
            TimeSpan wait = (due > state.Next ? due : state.Next) - _time.GetUtcNow();
            if (wait > TimeSpan.Zero && !await IsWantedAsync(wait < LongestSleep ? wait : LongestSleep).ConfigureAwait(false))
            {
                continue;
            }
            TaskCompletionSource<AcmeState> told;
            lock (_tries)
            {
                _wanted.Wait(0);
                told = _nextTry;
                _nextTry = NewTry();
            }
            state = await TryAsync(state).ConfigureAwait(false);
            told.TrySetResult(state);
        }
    }

    // Sleeps; true as soon as somebody does not want to wait.
    private async Task<bool> IsWantedAsync(TimeSpan sleep)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task<bool> wanted = WantedAsync(wake.Token);
        await Task.WhenAny(wanted, Task.Delay(sleep, _time, wake.Token)).ConfigureAwait(false);
        await wake.CancelAsync().ConfigureAwait(false);
        return await wanted.ConfigureAwait(false);
    }

    private async Task<bool> WantedAsync(CancellationToken cancel)
    {
        try
        {
            await _wanted.WaitAsync(cancel).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static TaskCompletionSource<AcmeState> NewTry() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One try, and what is to be remembered of it.</summary>
    internal async Task<AcmeState> TryAsync(AcmeState state)
    {
        try
        {
            string directory = state.Failures > 0 ? _options.RetryDirectory : _options.Directory;
            string chain = await OrderAsync(directory, _stop.Token).ConfigureAwait(false);
            if (directory != _options.Directory)
            {
                chain = await OrderAsync(_options.Directory, _stop.Token).ConfigureAwait(false);
            }
            AcmeFile.Write(Path.Combine(_folder, "cert.pem"), Encoding.ASCII.GetBytes(chain));
            _certificates.Poll();
            AcmeLog.Issued(_log, string.Join(' ', _options.Names), _options.Directory, DueAt(_certificates.Current.TargetCertificate, _options.Names));
            AcmeState done = AcmeState.None(state.For);
            // A certificate that lives for minutes, or a store that does not take it, must not make this a loop without a pause.
            done = done with { Next = _time.GetUtcNow() + TimeSpan.FromMinutes(1) };
            done.Write(_folder);
            return done;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return state;
        }
        catch (Exception error) // a certificate that cannot be got is no reason to stop serving with the one there is
        {
            return Remember(state, error);
        }
    }

    private AcmeState Remember(AcmeState state, Exception error)
    {
        int failures = state.Failures + 1;
        double factor = Math.Pow(2, Math.Min(failures - 1, 10)) * (0.9 + 0.2 * RandomNumberGenerator.GetInt32(1000) / 1000);
        TimeSpan pause = FirstPause * factor < LongestPause ? FirstPause * factor : LongestPause;
        if ((error as AcmeException)?.RetryAfter is { } asked && asked > pause)
        {
            pause = asked;
        }
        var failed = new AcmeState(state.For, failures, _time.GetUtcNow() + pause, error.Message);
        AcmeLog.Failed(_log, failures, failed.Next, error.Message);
        try
        {
            failed.Write(_folder);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            AcmeLog.Failed(_log, failures, failed.Next, full.Message);
        }
        return failed;
    }

    private async Task<string> OrderAsync(string directory, CancellationToken cancel)
    {
        AcmeLog.Begun(_log, directory, string.Join(' ', _options.Names));
        using AcmeAccountKey account = AcmeAccountKey.Open(Path.Combine(_folder, "acme-account.pem"));
        using ECDsa key = ReadKey(Path.Combine(_folder, "key.pem"));
        using var client = new AcmeClient(account, _options.Ca, _time);
        await using AcmeResponder responder = AcmeResponder.Create(_options, _certificates.Challenges, _time);
        await client.SignInAsync(directory, _options.Email, cancel).ConfigureAwait(false);
        return await new AcmeOrder(client, account, responder, _time).RunAsync(_options.Names, key, cancel).ConfigureAwait(false);
    }

    private static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new AcmeException($"{path} is no ECDSA key in PEM; remove it and cert.pem, and restart, to have a new one made", null, error);
        }
    }
}
