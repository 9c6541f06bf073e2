using System.Net;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Authentication;

/// <summary>The log events of sign-ins by token.</summary>
internal static partial class OAuthLog
{
    [LoggerMessage(111, LogLevel.Information, "oauth: {Issuer} has {Count} keys that can be used", EventName = "oauth_keys")]
    public static partial void KeysFetched(ILogger log, string issuer, int count);

    [LoggerMessage(112, LogLevel.Warning, "oauth: the keys of {Issuer} cannot be had: {Reason}", EventName = "oauth_keys_failed")]
    public static partial void KeysFailed(ILogger log, string issuer, string reason);

    [LoggerMessage(113, LogLevel.Warning, "token refused: ip={Address} listener={Listener} cause={Cause}", EventName = "token_refused")]
    public static partial void Refused(ILogger log, string cause, IPAddress? address, string listener);
}
