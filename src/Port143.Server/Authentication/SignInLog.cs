using System.Net;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Authentication;

/// <summary>
/// The log events of sign-ins. The name that the client gave stands last and in quotes, so that no name can look like
/// another field; filters may rely on the words and their order.
/// </summary>
internal static partial class SignInLog
{
    public const string UnknownAccount = "unknown-account";
    public const string WrongPassword = "wrong-password";
    public const string Disabled = "disabled";
    public const string Busy = "busy";
    public const string Expired = "expired";
    public const string WrongNetwork = "wrong-network";
    public const string WrongProof = "wrong-proof";
    public const string BlockedFrom = "blocked";
    public const string SecondFactorMissing = "second-factor-missing";
    public const string CodeUsed = "code-used";
    public const string CodeWrong = "code-wrong";
    public const string CodeLimit = "code-limit";
    public const string MalformedName = "malformed-name";
    public const string MalformedPassword = "malformed-password";

    [LoggerMessage(101, LogLevel.Information, "signed in: ip={Address} listener={Listener} tls={Tls} by={By} account=\"{Account}\"")]
    public static partial void SignedIn(ILogger log, IPAddress? address, string listener, bool tls, string by, string account);

    [LoggerMessage(102, LogLevel.Warning, "sign-in refused: ip={Address} listener={Listener} cause={Cause} account=\"{Account}\"")]
    public static partial void Refused(ILogger log, string cause, IPAddress? address, string listener, string account);

    [LoggerMessage(104, LogLevel.Warning, "blocked: until={Until:u} cause=\"{Cause}\" subject={Subject}")]
    public static partial void Blocked(ILogger log, DateTime until, string cause, string subject);
}
