using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// What OAUTHBEARER and XOAUTH2 share: the client sends a token; when it is not good, the server tells why in JSON, the client
/// answers with anything, and the exchange fails (RFC 7628 section 3.2.3).
/// </summary>
internal abstract class BearerMechanism(SaslContext context) : ISaslMechanism
{
    private const int MaxMessage = 24 * 1024;

    private SignInResult? _failure;

    /// <inheritdoc/>
    public SaslStep Begin() => SaslStep.Ask([]);

    /// <inheritdoc/>
    public async ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel)
    {
        if (_failure is { } failure)
        {
            return SaslStep.Done(failure);
        }
        if (response.Length > MaxMessage || !Utf8.IsValid(response.Span)
            || !TryRead(Encoding.UTF8.GetString(response.Span), out string user, out string authorization))
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        const string Scheme = "Bearer ";
        TokenValidator tokens = context.Tokens!;
        TokenVerdict verdict = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ValidateAsync(authorization[Scheme.Length..].Trim(), cancel).ConfigureAwait(false)
            : TokenVerdict.Invalid("there is none");
        if (verdict.Address is { } address)
        {
            return user.Length == 0 || AccountAddress.TryCreate(user, out AccountAddress? named, out _) && named.Equals(address)
                ? SaslStep.Done(await context.Authenticator.AdmitAsync(address, "token", false, context.Client, cancel).ConfigureAwait(false))
                : SaslStep.Fail(SaslFailure.ActsForAnother);
        }
        OAuthLog.Refused(tokens.Log, verdict.Problem, context.Client.Address, context.Client.Listener);
        _failure = verdict.IsOutage
            ? new SignInResult(SignInOutcome.Busy, null, Explanation: verdict.Problem)
            : SignInResult.Explain("the token was refused: " + verdict.Problem);
        return SaslStep.Ask(Describe(verdict, tokens.Options));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Takes the client's message apart: whom it wants to be, if it says so, and the value of Authorization.</summary>
    protected abstract bool TryRead(string message, out string user, out string authorization);

    /// <summary>Writes the members of the JSON object that tells what is wrong.</summary>
    protected abstract void Describe(Utf8JsonWriter json, TokenVerdict verdict, OAuthOptions options);

    /// <summary>The value of <c>auth=</c> among pairs that end with ^A each, of which the last is empty; null when there is none.</summary>
    protected static string? FindAuthorization(string pairs)
    {
        string[] all = pairs.Split('\u0001');
        if (all.Length < 2 || all[^1].Length > 0 || all[^2].Length > 0)
        {
            return null;
        }
        return all[..^2].Any(p => !p.Contains('=', StringComparison.Ordinal)) ? null
            : all.FirstOrDefault(p => p.StartsWith("auth=", StringComparison.Ordinal))?["auth=".Length..];
    }

    private byte[] Describe(TokenVerdict verdict, OAuthOptions options)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            Describe(json, verdict, options);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
