using System.Text.Json;

namespace Port143.Server.Authentication;

/// <summary>
/// XOAUTH2, from before RFC 7628, which many clients still use: <c>user=</c> and <c>auth=</c>, each with ^A behind it, and one
/// more at the end.
/// </summary>
internal sealed class XOAuth2Mechanism(SaslContext context) : BearerMechanism(context)
{
    /// <summary>Its name.</summary>
    public const string Name = "XOAUTH2";

    /// <inheritdoc/>
    protected override bool TryRead(string message, out string user, out string authorization)
    {
        user = "";
        authorization = "";
        int end = message.IndexOf('\u0001', StringComparison.Ordinal);
        if (end < 0 || !message.StartsWith("user=", StringComparison.Ordinal) || FindAuthorization(message[(end + 1)..]) is not { } found)
        {
            return false;
        }
        user = message["user=".Length..end];
        authorization = found;
        return user.Length > 0;
    }

    /// <inheritdoc/>
    protected override void Describe(Utf8JsonWriter json, TokenVerdict verdict, OAuthOptions options)
    {
        json.WriteString("status", verdict.Status == "insufficient_scope" ? "403" : "401");
        json.WriteString("schemes", "bearer");
        json.WriteString("scope", options.Scope);
    }
}
