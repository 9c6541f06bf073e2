using System.Text.Json;

namespace Port143.Server.Authentication;

/// <summary>OAUTHBEARER (RFC 7628).</summary>
internal sealed class OAuthBearerMechanism(SaslContext context) : BearerMechanism(context)
{
    /// <summary>Its name.</summary>
    public const string Name = "OAUTHBEARER";

    // client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep (RFC 7628 section 3.1)
    /// <inheritdoc/>
    protected override bool TryRead(string message, out string user, out string authorization)
    {
        user = "";
        authorization = "";
        int end = message.IndexOf('\u0001', StringComparison.Ordinal);
        string[] header = end < 0 ? [] : message[..end].Split(',');
        if (header.Length != 3 || header[0] is not ("n" or "y") || header[2].Length > 0 || FindAuthorization(message[(end + 1)..]) is not { } found)
        {
            return false;
        }
        if (header[1].Length > 0 && !header[1].StartsWith("a=", StringComparison.Ordinal))
        {
            return false;
        }
        user = header[1].Length == 0 ? ""
            : header[1][2..].Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        authorization = found;
        return true;
    }

    /// <inheritdoc/>
    protected override void Describe(Utf8JsonWriter json, TokenVerdict verdict, OAuthOptions options)
    {
        json.WriteString("status", verdict.Status);
        json.WriteString("scope", options.Scope);
        json.WriteString("openid-configuration", options.Configuration);
    }
}
