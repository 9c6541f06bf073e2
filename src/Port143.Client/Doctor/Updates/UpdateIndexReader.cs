using System.Security.Cryptography;
using System.Text.Json;

namespace Port143.Client.Doctor.Updates;

/// <summary>
/// Fetches the index of versions and its signature, <c>URL</c> and <c>URL.sig</c>, and believes it only with a good
/// signature (ECDSA P-256 over SHA-256 of the index's bytes, DER in base64, as <c>openssl dgst -sha256 -sign</c> makes it),
/// before it expires and within 45 days of its issue, and when it knows the version that runs here: an older copy would hide newer ones. Nothing about this
/// machine is sent.
/// </summary>
public static class UpdateIndexReader
{
    private const int MaxIndex = 256 * 1024;
    private const int MaxSignature = 1024;
    private const int MaxReleases = 1000;
    private const string Schema = "port143.updates/1";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    // However long the index says that it lives: nothing is remembered between runs, so this is how long an older one can be played again.
    private static readonly TimeSpan OldestIssue = TimeSpan.FromDays(45);

    /// <summary>Asks; <paramref name="key"/> is a SubjectPublicKeyInfo in base64.</summary>
    public static async Task<UpdateIndexAnswer> ReadAsync(string url, string key, string version, DateTimeOffset now, CancellationToken cancel)
    {
        byte[] index;
        byte[] signature;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Limit };
        using var client = new HttpClient(handler) { Timeout = Limit };
        try
        {
            index = await GetAsync(client, url, MaxIndex, cancel).ConfigureAwait(false);
            signature = await GetAsync(client, url + ".sig", MaxSignature, cancel).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            return Refused(error.Message);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UriFormatException or InvalidOperationException
            || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new UpdateIndexAnswer(null, false, error.Message);
        }
        return Verify(index, signature, key) is { } wrong ? Refused(wrong) : Parse(index, version, now);
    }

    private static string? Verify(byte[] index, byte[] signature, string key)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
            byte[] bytes = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(signature).Trim());
            return ecdsa.VerifyData(index, bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ? null : "its signature is not the one of the key in the configuration";
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            return "its signature or the key cannot be read";
        }
    }

    // Only what is signed gets here.
    private static UpdateIndexAnswer Parse(byte[] bytes, string version, DateTimeOffset now)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement;
            if (root.GetProperty("schema").GetString() != Schema)
            {
                return Refused($"it is not of the schema {Schema}");
            }
            List<Release> releases = [.. root.GetProperty("releases").EnumerateArray().Take(MaxReleases).Select(r => new Release(
                r.GetProperty("version").GetString()!, r.TryGetProperty("security", out JsonElement security) && security.GetBoolean(),
                r.TryGetProperty("notes", out JsonElement notes) && notes.GetString() is { } url && url.StartsWith("https://", StringComparison.Ordinal) ? url : null))];
            var index = new UpdateIndex(root.GetProperty("issued").GetDateTimeOffset(), root.GetProperty("expires").GetDateTimeOffset(), releases);
            return index.Expires < now ? Refused($"it was to be believed until {index.Expires:yyyy-MM-dd} only: an old copy")
                : index.Issued < now - OldestIssue ? Refused($"it was signed on {index.Issued:yyyy-MM-dd}, more than {OldestIssue.TotalDays:F0} days ago: an old copy, or nobody signs it any more")
                : index.Issued > now + ClockDifference ? Refused("it was signed in the future; is this machine's clock right?")
                : !releases.Any(r => UpdateIndex.Compare(r.Version, version) >= 0) ? Refused($"it does not know {version}, which runs here: an old copy")
                : new UpdateIndexAnswer(index, false, null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Refused("it is signed and cannot be read; a newer doctor may know how");
        }
    }

    private static async Task<byte[]> GetAsync(HttpClient client, string url, int most, CancellationToken cancel)
    {
        using HttpResponseMessage response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using Stream stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var buffer = new byte[most + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        return length <= most ? buffer[..length] : throw new InvalidDataException($"{url} has more than {most} bytes");
    }

    private static UpdateIndexAnswer Refused(string why) => new(null, true, why);
}
