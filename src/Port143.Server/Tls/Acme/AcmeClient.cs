using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Port143.Server.Tls.Acme;

/// <summary>Speaks to one authority: signed requests, nonces, problems (RFC 8555 section 6).</summary>
internal sealed class AcmeClient : IDisposable
{
    private const int MaxAnswer = 1024 * 1024;
    private const int BadNonceTries = 10;

    private readonly HttpClient _http;
    private readonly AcmeAccountKey _key;
    private readonly TimeProvider _time;
    private JsonObject _directory = [];
    private string? _nonce;
    private string? _account;

    public AcmeClient(AcmeAccountKey key, string? ca, TimeProvider time)
    {
        _key = key;
        _time = time;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (ca is not null)
        {
            handler.SslOptions.CertificateChainPolicy = Trusting(ca);
        }
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MaxAnswer };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Port143", null));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Reads the directory, and opens the account or finds it again (RFC 8555 sections 7.1.1 and 7.3).</summary>
    public async Task SignInAsync(string directory, string email, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, directory);
        _directory = (await SendAsync(request, cancel).ConfigureAwait(false)).Json;
        var account = new JsonObject { ["termsOfServiceAgreed"] = true };
        if (email.Length > 0)
        {
            account["contact"] = new JsonArray("mailto:" + email);
        }
        AcmeResponse made = await PostAsync(_directory.Required("newAccount"), account, cancel).ConfigureAwait(false);
        _account = made.Location ?? throw new AcmeException("the authority made an account and did not say where");
    }

    /// <summary>Makes an order.</summary>
    public Task<AcmeResponse> NewOrderAsync(JsonObject order, CancellationToken cancel) => PostAsync(_directory.Required("newOrder"), order, cancel);

    /// <summary>Reads a resource (POST-as-GET, RFC 8555 section 6.3).</summary>
    public Task<AcmeResponse> ReadAsync(string url, CancellationToken cancel) => PostAsync(url, null, cancel);

    /// <summary>Sends a signed request; <paramref name="payload"/> null makes it POST-as-GET.</summary>
    public async Task<AcmeResponse> PostAsync(string url, JsonObject? payload, CancellationToken cancel)
    {
        for (int i = 1; ; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new ByteArrayContent(Sign(url, payload, await NonceAsync(cancel).ConfigureAwait(false))),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json");
            try
            {
                return await SendAsync(request, cancel).ConfigureAwait(false);
            }
            catch (BadNonceException) when (i < BadNonceTries)
            {
                // The refusal brought a new one (RFC 8555 section 6.5).
            }
            catch (BadNonceException)
            {
                throw new AcmeException($"the authority refused {BadNonceTries} nonces of its own in a row");
            }
        }
    }

    private byte[] Sign(string url, JsonObject? payload, string nonce)
    {
        string who = _account is null ? "\"jwk\":" + _key.Jwk : $"\"kid\":\"{JsonEncodedText.Encode(_account)}\"";
        string head = $"{{\"alg\":\"ES256\",{who},\"nonce\":\"{JsonEncodedText.Encode(nonce)}\",\"url\":\"{JsonEncodedText.Encode(url)}\"}}";
        string signed = Base64(head) + "." + Base64(payload?.ToJsonString() ?? "");
        string[] parts = signed.Split('.');
        string signature = Base64Url.EncodeToString(_key.Sign(Encoding.ASCII.GetBytes(signed)));
        return Encoding.ASCII.GetBytes($$"""{"protected":"{{parts[0]}}","payload":"{{parts[1]}}","signature":"{{signature}}"}""");
    }

    private static string Base64(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task<string> NonceAsync(CancellationToken cancel)
    {
        if (_nonce is null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, _directory.Required("newNonce"));
            await SendAsync(request, cancel).ConfigureAwait(false);
        }
        string nonce = _nonce ?? throw new AcmeException("the authority gave no nonce");
        _nonce = null;
        return nonce;
    }

    private async Task<AcmeResponse> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, cancel).ConfigureAwait(false);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            if (answer.Headers.TryGetValues("Replay-Nonce", out IEnumerable<string>? nonces))
            {
                _nonce = nonces.FirstOrDefault();
            }
            TimeSpan? wait = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - _time.GetUtcNow() : null;
            return answer.IsSuccessStatusCode ? new AcmeResponse(body, answer.Headers.Location?.ToString(), wait)
                : throw Refused(request.RequestUri!, answer.StatusCode, body, wait);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new AcmeException($"{request.RequestUri} cannot be reached ({error.InnerException?.Message ?? error.Message}); see to the network, or to acme.ca", null, error);
        }
    }

    private static Exception Refused(Uri url, HttpStatusCode code, byte[] body, TimeSpan? wait)
    {
        JsonObject? problem = null;
        try
        {
            problem = new AcmeResponse(body, null, null).Json;
        }
        catch (AcmeException)
        {
            // No problem document: some proxy's page.
        }
        return problem?.Text("type") == "urn:ietf:params:acme:error:badNonce" ? new BadNonceException()
            : new AcmeException($"{url.Host} refused ({(int)code}): {(problem is null ? "no reason given" : AcmeJson.Problem(problem))}", wait);
    }

    private static X509ChainPolicy Trusting(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new AcmeException($"acme.ca: {path} cannot be read as PEM ({error.Message})", null, error);
        }
        return policy;
    }

    private sealed class BadNonceException : Exception;
}
