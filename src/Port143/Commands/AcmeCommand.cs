using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 acme</c>: the verbs about the certificate that the server gets from an authority.</summary>
internal static class AcmeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("acme", "Look at the certificate that the server gets from an authority, and renew it.")
    {
        AcmeStatusCommand.Create(),
        AcmeRenewCommand.Create(),
    };
}
