using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls.Acme;

/// <summary>The log events of getting certificates.</summary>
internal static partial class AcmeLog
{
    [LoggerMessage(211, LogLevel.Information, "asking {Directory} for a certificate for {Names}", EventName = "acme_begun")]
    public static partial void Begun(ILogger log, string directory, string names);

    [LoggerMessage(212, LogLevel.Information, "new certificate for {Names} from {Directory}, renewed after {Due:u}", EventName = "acme_issued")]
    public static partial void Issued(ILogger log, string names, string directory, DateTimeOffset due);

    [LoggerMessage(213, LogLevel.Warning, "no new certificate, the one in use stays; failures={Failures} next try={Next:u} reason: {Reason}", EventName = "acme_failed")]
    public static partial void Failed(ILogger log, int failures, DateTimeOffset next, string reason);
}
