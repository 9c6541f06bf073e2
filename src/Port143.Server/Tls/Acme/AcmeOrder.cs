using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Port143.Server.Tls.Acme;

/// <summary>One order from the request to the certificate (RFC 8555 section 7.4). It keeps nothing: a broken one is begun anew.</summary>
internal sealed class AcmeOrder(AcmeClient client, AcmeAccountKey account, AcmeResponder responder, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Gets a certificate with its chain, PEM, for a key.</summary>
    public async Task<string> RunAsync(IReadOnlyList<string> names, ECDsa key, CancellationToken cancel)
    {
        var identifiers = new JsonArray();
        foreach (string name in names)
        {
            identifiers.Add((JsonNode)new JsonObject { ["type"] = "dns", ["value"] = name });
        }
        AcmeResponse made = await client.NewOrderAsync(new JsonObject { ["identifiers"] = identifiers }, cancel).ConfigureAwait(false);
        string url = made.Location ?? throw new AcmeException("the authority made an order and did not say where");
        JsonObject order = made.Json;
        if (order.Text("status") == "pending")
        {
            foreach (string authorization in order.List("authorizations").Select(a => a.ToString()).Take(100))
            {
                await AuthorizeAsync(authorization, cancel).ConfigureAwait(false);
            }
            order = await PollAsync(url, "pending", cancel).ConfigureAwait(false);
        }
        if (order.Text("status") == "ready")
        {
            var finish = new JsonObject { ["csr"] = Base64Url.EncodeToString(Request(names, key)) };
            await client.PostAsync(order.Required("finalize"), finish, cancel).ConfigureAwait(false);
        }
        order = await PollAsync(url, "processing ready", cancel).ConfigureAwait(false);
        if (order.Text("status") != "valid")
        {
            throw Failed("the order", order);
        }
        byte[] chain = (await client.ReadAsync(order.Required("certificate"), cancel).ConfigureAwait(false)).Body;
        return Checked(Encoding.ASCII.GetString(chain), names, key);
    }

    private async Task AuthorizeAsync(string url, CancellationToken cancel)
    {
        JsonObject authorization = (await client.ReadAsync(url, cancel).ConfigureAwait(false)).Json;
        if (authorization.Text("status") == "valid")
        {
            return;
        }
        string name = (authorization["identifier"] as JsonObject)?.Required("value") ?? throw new AcmeException("an authorization without a name");
        JsonObject challenge = authorization.List("challenges").OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == responder.Type)
            ?? throw new AcmeException($"the authority offers no {responder.Type} for {name}; set acme.challenge to another way");
        AcmeProof proof = AcmeProof.Create(name, challenge.Required("token"), account);
        try
        {
            await responder.ShowAsync(proof, cancel).ConfigureAwait(false);
            await client.PostAsync(challenge.Required("url"), [], cancel).ConfigureAwait(false);
            JsonObject result = await PollAsync(url, "pending", cancel).ConfigureAwait(false);
            if (result.Text("status") != "valid")
            {
                JsonObject? failed = result.List("challenges").OfType<JsonObject>().FirstOrDefault(c => c["error"] is JsonObject);
                throw Failed($"{name} by {responder.Type}", failed ?? result);
            }
        }
        finally
        {
            await responder.HideAsync(proof).ConfigureAwait(false);
        }
    }

    // Until the status is none of these words.
    private async Task<JsonObject> PollAsync(string url, string while_, CancellationToken cancel)
    {
        DateTimeOffset end = time.GetUtcNow() + Limit;
        TimeSpan pause = TimeSpan.FromMilliseconds(250);
        while (true)
        {
            AcmeResponse answer = await client.ReadAsync(url, cancel).ConfigureAwait(false);
            JsonObject json = answer.Json;
            if (!while_.Split(' ').Contains(json.Text("status")))
            {
                return json;
            }
            if (time.GetUtcNow() > end)
            {
                throw new AcmeException($"the authority did not decide within {Limit.TotalMinutes:F0} minutes ({url})");
            }
            TimeSpan wait = answer.RetryAfter ?? pause;
            await Task.Delay(wait < pause ? pause : wait > Longest ? Longest : wait, time, cancel).ConfigureAwait(false);
            pause = pause * 2 > Longest ? Longest : pause * 2;
        }
    }

    private static byte[] Request(IReadOnlyList<string> names, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName([0x30, 0]), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSigningRequest();
    }

    // What is written down must be what was asked for.
    private static string Checked(string chain, IReadOnlyList<string> names, ECDsa key)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(chain);
            IReadOnlyList<string> has = CertificateNames.NamesOf(certificate);
            return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
                && names.All(n => has.Contains(n, StringComparer.OrdinalIgnoreCase)) ? chain
                : throw new AcmeException("the authority sent a certificate for another key or other names");
        }
        catch (CryptographicException error)
        {
            throw new AcmeException("the authority sent no certificate in PEM", null, error);
        }
    }

    private static AcmeException Failed(string what, JsonObject json) =>
        new($"{what} was refused: {(json["error"] is JsonObject problem ? AcmeJson.Problem(problem) : json.Text("status"))}");
}
