using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Configuration;
using Port143.Server.Control;
using Port143.Server.Tls.Acme;

namespace Port143.Commands;

/// <summary><c>port143 acme renew</c>: has the running server renew its certificate now.</summary>
internal static class AcmeRenewCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "renew", "Have the running server renew its certificate now, and wait for it, five minutes at most. Authorities limit how often in a week.")
        {
            data,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            string folder = DataFolder.Existing(parsed, data);
            (Settings settings, _, _) = CommandSettings.Read(folder, []);
            if (!settings.Acme.IsOn)
            {
                throw new CliException(ExitCode.Configuration, "no names are set (acme.names), so the server gets no certificate; port143 config describe says how");
            }
            using JsonDocument? told = await ControlAnswer.TryAskAsync(folder, () => ControlClient.RenewAsync(folder, Accounts.Actor, cancel));
            if (told is null)
            {
                throw new CliException(ExitCode.Unavailable, $"no server serves {folder}; port143 serve gets a certificate by itself when it starts and one is due");
            }
            if (told.RootElement.ValueKind != JsonValueKind.String)
            {
                throw new CliException(ExitCode.Unavailable, "the running server began without acme.names; restart it");
            }
            if (told.RootElement.GetString() is { Length: > 0 } error)
            {
                throw new CliException(ExitCode.TemporaryFailure, $"the certificate was not renewed, the one in use stays: {error}");
            }
            AcmeStatus status = AcmeStatus.Read(settings.Acme, folder);
            await Console.Error.WriteLineAsync(
                $"renewed: {string.Join(' ', status.Names)}{(status.Expires is { } expires ? $", ends {UtcText.Minutes(expires)}" : "")}");
            return ExitCode.Ok;
        });
        return command;
    }
}
