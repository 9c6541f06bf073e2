using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 totp status</c>: whether an account has a second factor.</summary>
internal static class TotpStatusCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var asJson = new Option<bool>("--json") { Description = "Print a JSON object with state (off, begun or on), since, lastUsed and recoveryCodes." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("status", "Tell whether an account has a second factor, since when, and how many recovery codes are left.")
        {
            address, asJson, data,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            SecondFactor? factor = await directory.FindSecondFactorAsync(account.Id, cancel);
            if (parsed.GetValue(asJson))
            {
                JsonOutput.Print(json => Write(json, factor));
            }
            else
            {
                await Console.Out.WriteLineAsync(Describe(factor));
            }
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>A second factor in a line.</summary>
    internal static string Describe(SecondFactor? factor) => factor switch
    {
        null => "off",
        { Confirmed: { } since } =>
            $"on since {UtcText.Minutes(since)}, last code of {UtcText.Minutes(LastUsed(factor))}, {factor.RecoveryCodes} recovery codes left",
        _ => $"begun {UtcText.Minutes(factor.Created)}, not confirmed by a code, so it does not count",
    };

    /// <summary>Writes a second factor as a JSON object.</summary>
    internal static void Write(Utf8JsonWriter json, SecondFactor? factor)
    {
        json.WriteStartObject();
        json.WriteString("state", factor is null ? "off" : factor.IsOn ? "on" : "begun");
        json.WriteString("since", factor?.Confirmed is { } since ? UtcText.Seconds(since) : null);
        json.WriteString("lastUsed", factor is { IsOn: true } ? UtcText.Seconds(LastUsed(factor)) : null);
        json.WriteNumber("recoveryCodes", factor?.RecoveryCodes ?? 0);
        json.WriteEndObject();
    }

    private static DateTimeOffset LastUsed(SecondFactor factor) => DateTimeOffset.FromUnixTimeSeconds(factor.LastStep * Totp.Period);
}
