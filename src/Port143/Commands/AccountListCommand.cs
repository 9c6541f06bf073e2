using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Port143.Cli;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 account list</c>: who has an account.</summary>
internal static class AccountListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = DataFolder.CreateOption();
        var asJson = new Option<bool>("--json") { Description = "Print a JSON array of objects with address, id, created and disabled." };
        var command = new Command("list", "List the accounts by address.") { asJson, data };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(asJson), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(bool asJson, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        IReadOnlyList<Account> accounts = await directory.ListAsync(cancel);
        if (asJson)
        {
            PrintJson(accounts);
            return ExitCode.Ok;
        }
        int width = accounts.Count == 0 ? 0 : accounts.Max(a => a.Address.Value.Length);
        foreach (Account account in accounts)
        {
            string created = account.Created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await Console.Out.WriteLineAsync($"{account.Address.Value.PadRight(width)}  {created}{(account.IsDisabled ? "  disabled" : "")}");
        }
        return ExitCode.Ok;
    }

    private static void PrintJson(IReadOnlyList<Account> accounts)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (Account account in accounts)
            {
                json.WriteStartObject();
                json.WriteString("address", account.Address.Value);
                json.WriteString("id", account.Id.Value);
                json.WriteString("created", account.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteBoolean("disabled", account.IsDisabled);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }
}
