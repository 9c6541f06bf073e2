using System.CommandLine;
using Port143.Cli;

namespace Port143.Commands;

/// <summary><c>port143 totp</c>: the verbs about second factors.</summary>
internal static class TotpCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("totp", "Give accounts a second factor, the codes of an authenticator. Works while the server runs.")
    {
        TotpEnableCommand.Create(),
        TotpConfirmCommand.Create(),
        TotpStatusCommand.Create(),
        TotpCodesCommand.Create(),
        TotpDisableCommand.Create(),
    };

    /// <summary>Shows recovery codes, this once.</summary>
    internal static async Task ShowAsync(IReadOnlyList<string> codes)
    {
        await Console.Error.WriteLineAsync("recovery codes, shown this once: each signs in once, directly after the password, in place of a code of the authenticator:");
        foreach (string code in codes)
        {
            await Console.Out.WriteLineAsync(code);
        }
    }

    /// <summary>What to say where there is no second factor.</summary>
    internal static CliException IsOff(Mail.AccountAddress address) =>
        new(ExitCode.NoInput, $"{address} has no second factor; port143 totp enable {address} gives it one");
}
