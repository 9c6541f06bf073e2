using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls.Acme;

/// <summary>The log events of getting certificates.</summary>
internal static partial class AcmeLog
{
    [LoggerMessage(EventId = 211, Level = LogLevel.Information, EventName = "acme_begun", Message = "asking {Directory} for a certificate for {Names}")]
    public static partial void Begun(ILogger log, string directory, string names);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, EventName = "acme_issued", Message = "new certificate for {Names} from {Directory}, renewed after {Due:u}")]
    public static partial void Issued(ILogger log, string names, string directory, DateTimeOffset due);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, EventName = "acme_failed", Message = "no new certificate, the one in use stays; failures={Failures} next try={Next:u} reason: {Reason}")]
    public static partial void Failed(ILogger log, int failures, DateTimeOffset next, string reason);
}
