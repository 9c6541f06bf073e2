using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Authentication;

/// <summary>
/// The keys of the provider, fetched by way of its discovery document when they are first needed, again after an hour, and when
/// a token names one that is not known, but never more often than every half minute, whatever tokens come. While the provider
/// cannot be reached the known keys serve for a day. Thread-safe.
/// </summary>
internal sealed class WebKeys : IDisposable
{
    /// <summary>How long keys are used before they are fetched again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>How long at the most.</summary>
    public static readonly TimeSpan Usable = TimeSpan.FromDays(1);

    /// <summary>The least time between two fetches.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const int MaxDocument = 512 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly OAuthOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _fetching = new(1);
    private volatile Known? _known;
    private long _tried;
    private bool _everTried;

    public WebKeys(OAuthOptions options, TimeProvider time, ILogger log)
    {
        _options = options;
        _time = time;
        _log = log;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = Fresh })
        {
            Timeout = Patience, MaxResponseContentBufferSize = MaxDocument,
        };
    }

    /// <summary>The keys that a token may have been signed with; null when the provider cannot be asked.</summary>
    public async ValueTask<IReadOnlyList<WebKey>?> FindAsync(WebToken token, CancellationToken cancel)
    {
        Known? known = _known;
        if (known is null || _time.GetElapsedTime(known.Since) > Fresh || Matching(known, token).Count == 0)
        {
            await FetchAsync(known, cancel).ConfigureAwait(false);
            known = _known;
        }
        return known is null || _time.GetElapsedTime(known.Since) > Usable ? null : Matching(known, token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _fetching.Dispose();
    }

    private static List<WebKey> Matching(Known known, WebToken token) =>
        [.. known.Keys.Where(k => k.Algorithm == token.Algorithm && (token.KeyId is null || k.Id == token.KeyId))];

    private async Task FetchAsync(Known? seen, CancellationToken cancel)
    {
        await _fetching.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_known != seen || _everTried && _time.GetElapsedTime(_tried) < Pause)
            {
                return; // somebody else did meanwhile, or just now
            }
            _everTried = true;
            _tried = _time.GetTimestamp();
            JsonElement description = await GetAsync(_options.Configuration, cancel).ConfigureAwait(false);
            if (WebToken.Text(description, "issuer") != _options.Issuer)
            {
                throw new InvalidDataException("its discovery document names another issuer");
            }
            string address = WebToken.Text(description, "jwks_uri") ?? throw new InvalidDataException("its discovery document has no jwks_uri");
            if (!OAuthOptions.IsSafe(address))
            {
                throw new InvalidDataException("its keys are not offered over HTTPS");
            }
            IReadOnlyList<WebKey> keys = WebKey.ReadSet(await GetAsync(address, cancel).ConfigureAwait(false));
            _known = new Known(keys, _time.GetTimestamp());
            OAuthLog.KeysFetched(_log, _options.Issuer, keys.Count);
        }
        catch (Exception error) when (error is HttpRequestException or InvalidDataException or JsonException
            || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            OAuthLog.KeysFailed(_log, _options.Issuer, error.Message);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<JsonElement> GetAsync(string address, CancellationToken cancel)
    {
        byte[] body = await _http.GetByteArrayAsync(new Uri(address), cancel).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone()
            : throw new InvalidDataException($"{address} holds no JSON object");
    }

    private sealed record Known(IReadOnlyList<WebKey> Keys, long Since);
}
