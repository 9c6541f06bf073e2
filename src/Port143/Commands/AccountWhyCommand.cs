using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.SignIns;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 account why</c>: why somebody cannot sign in, in one screen.</summary>
internal static class AccountWhyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON object with address, opens, disabled, passwordUsable, secondFactor, devices and findings (problem, remedy, bars).",
        };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "why",
            "Tell why somebody cannot sign in: the state of the account, what opens it, and what to do. Ends with 77 when nothing opens it.")
        {
            address, asJson, data,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            Accounts.Address(parsed.GetRequiredValue(address)), parsed.GetValue(asJson), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(AccountAddress address, bool asJson, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await directory.FindAsync(address, cancel) ?? throw await NotFoundAsync(directory, address, cancel);
        SignInState state = await SignInState.ReadAsync(directory, account, TimeProvider.System.GetUtcNow(), cancel);
        if (asJson)
        {
            PrintJson(state);
        }
        else
        {
            Print(state);
        }
        return state.Opens ? ExitCode.Ok : ExitCode.NoPermission;
    }

    // Who signs in as nobody is told "name or password wrong"; a mistyped name is the likeliest reason.
    private static async Task<CliException> NotFoundAsync(IDirectory directory, AccountAddress address, CancellationToken cancel)
    {
        string? near = Configuration.Nearest.Find(address.Value, (await directory.ListAsync(cancel)).Select(a => a.Address.Value));
        return near is null ? Accounts.NotFound(address)
            : new CliException(ExitCode.NoUser, $"there is no account {address}, so nobody can sign in as it; did you mean {near}?");
    }

    private static void Print(SignInState state)
    {
        Account account = state.Account;
        Console.Out.WriteLine(account.Address.Value);
        Line("account", (account.IsDisabled ? "disabled" : "enabled") + $", made {UtcText.Minutes(account.Created)}");
        Line("password", state.PasswordUsable ? state.Factor is { IsOn: true } ? "set, does not open alone" : "set" : "none that works");
        Line("second factor", TotpStatusCommand.Describe(state.Factor));
        Line("devices", state.Devices.Count == 0 ? "none" : string.Join("\n" + new string(' ', 17), state.Devices.Select(Describe)));
        Line("last sign-in", state.SignIns.FirstOrDefault(s => s.Cause.Length == 0) is { } good ? $"{UtcText.Minutes(good.Last)} from {good.Address} by {good.By}" : "none within two weeks");
        Console.Out.WriteLine();
        foreach (SignInFinding finding in state.Findings)
        {
            Console.Out.WriteLine($"  {(finding.Bars ? "!" : "-")} {finding.Problem}\n    {finding.Remedy}");
        }
        Console.Out.WriteLine(state.Opens
            ? state.Findings.Count == 0 ? "  nothing is in the way: with the right password this account opens" : "  with the right secret this account opens"
            : "  nothing opens this account as it is");

        string Describe(DevicePassword device) => $"{device.Name} ({device.Id}): "
            + (device.LastUsed is { } used ? $"last used {UtcText.Minutes(used)} from {device.LastAddress}" : "never used")
            + (device.Expires is { } end ? end <= state.At ? $", expired {UtcText.Minutes(end)}" : $", until {UtcText.Minutes(end)}" : "")
            + (device.Networks.Count > 0 ? ", from " + string.Join(", ", device.Networks) : "");
    }

    private static void Line(string name, string value) => Console.Out.WriteLine($"  {name,-14} {value}");

    private static void PrintJson(SignInState state) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("address", state.Account.Address.Value);
        json.WriteBoolean("opens", state.Opens);
        json.WriteBoolean("disabled", state.Account.IsDisabled);
        json.WriteBoolean("passwordUsable", state.PasswordUsable);
        json.WritePropertyName("secondFactor");
        TotpStatusCommand.Write(json, state.Factor);
        json.WriteStartArray("devices");
        foreach (DevicePassword device in state.Devices)
        {
            json.WriteStartObject();
            json.WriteString("id", device.Id);
            json.WriteString("name", device.Name);
            json.WriteString("lastUsed", device.LastUsed is { } used ? UtcText.Seconds(used) : null);
            json.WriteString("lastAddress", device.LastAddress);
            json.WriteString("expires", device.Expires is { } end ? UtcText.Seconds(end) : null);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (SignInFinding finding in state.Findings)
        {
            json.WriteStartObject();
            json.WriteString("problem", finding.Problem);
            json.WriteString("remedy", finding.Remedy);
            json.WriteBoolean("bars", finding.Bars);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
