using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Port143.Cli;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 quota show</c>: what an account uses and may use.</summary>
internal static class QuotaShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var asJson = new Option<bool>("--json") { Description = "Print a JSON object: for each resource an object with used and limit, in octets or numbers." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("show", "Show what an account uses and may use.") { address, asJson, data };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(address), DataFolder.Existing(parsed, data), parsed.GetValue(asJson), cancel));
        return command;
    }

    /// <summary>The storage's options with the limits of the configuration.</summary>
    internal static SqliteOptions Options(string data) => new() { DefaultQuota = CommandSettings.ReadOrFail(data, []).Quota };

    /// <summary>The quota of an account, or the sentence why it cannot be told.</summary>
    internal static async Task<Quota> ReadAsync(SqliteMailStorage mail, Account account, CancellationToken cancel) =>
        await mail.ReadQuotaAsync(account.Id, cancel)
        ?? throw new CliException(ExitCode.Unavailable, $"the mail of {account.Address} is not there; restore {mail.FolderOf(account.Id)}");

    /// <summary>Prints it for people.</summary>
    internal static void Print(Quota quota)
    {
        foreach ((string name, long used, long? limit, bool isSize) in Resources(quota))
        {
            Console.Out.WriteLine($"{name,-12}{Show(used, isSize),12} of {(limit is { } most ? Show(most, isSize) : "no limit")}");
        }
        Console.Out.WriteLine(quota.IsOwn ? "These limits were set for this account." : "These limits are those of the configuration.");
    }

    private static async Task<int> RunAsync(string address, string data, bool asJson, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, Accounts.Address(address), cancel);
        await using SqliteMailStorage mail = SqliteMailStorage.Open(data, Options(data));
        Quota quota = await ReadAsync(mail, account, cancel);
        if (asJson)
        {
            PrintJson(quota);
        }
        else
        {
            Print(quota);
        }
        return ExitCode.Ok;
    }

    private static (string Name, long Used, long? Limit, bool IsSize)[] Resources(Quota quota) =>
    [
        ("storage", quota.Usage.Storage, quota.Limits.Storage, true),
        ("messages", quota.Usage.Messages, quota.Limits.Messages, false),
        ("mailboxes", quota.Usage.Mailboxes, quota.Limits.Mailboxes, false),
        ("annotations", quota.Usage.Annotations, quota.Limits.Annotations, true),
    ];

    private static string Show(long value, bool isSize) => isSize ? QuotaText.Size(value) : value.ToString(CultureInfo.InvariantCulture);

    private static void PrintJson(Quota quota)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach ((string name, long used, long? limit, _) in Resources(quota))
            {
                json.WriteStartObject(name);
                json.WriteNumber("used", used);
                if (limit is { } most)
                {
                    json.WriteNumber("limit", most);
                }
                json.WriteEndObject();
            }
            json.WriteBoolean("own", quota.IsOwn);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
