using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls;

/// <summary>The log events of the certificate.</summary>
internal static partial class CertificateLog
{
    [LoggerMessage(201, LogLevel.Information, "certificate in use: {Path} subject=\"{Subject}\" expires={Expires:u} sha256={Fingerprint}")]
    public static partial void Loaded(ILogger log, string path, string subject, DateTime expires, string fingerprint);

    [LoggerMessage(202, LogLevel.Warning,
        "certificate in use is self-signed, clients will ask whether to trust it: {Path} sha256={Fingerprint}")]
    public static partial void SelfSigned(ILogger log, string path, string fingerprint);

    [LoggerMessage(203, LogLevel.Warning, "certificate has expired, clients will refuse it: {Path} expired={Expires:u}")]
    public static partial void Expired(ILogger log, string path, DateTime expires);

    [LoggerMessage(204, LogLevel.Warning, "changed certificate files are ignored, the one in use stays; correct them, no restart is needed: {Reason}")]
    public static partial void Ignored(ILogger log, string reason);
}
