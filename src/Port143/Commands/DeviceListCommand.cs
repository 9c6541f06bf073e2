using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Port143.Cli;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 device list</c>: which devices have a password of their own, and when they used it.</summary>
internal static class DeviceListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON array of objects with id, name, created, readOnly, mailboxes, networks, expires, lastUsed and lastAddress.",
        };
        var command = new Command("list", "List the device passwords of an account.") { address, asJson, data };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            string folder = DataFolder.Existing(parsed, data);
            await using SqliteDirectory directory = DataFolder.OpenDirectory(folder);
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            IReadOnlyList<DevicePassword> devices = await directory.ListDevicesAsync(account.Id, cancel);
            Func<MailboxId, string> name = await NamesAsync(folder, account, devices, cancel);
            if (parsed.GetValue(asJson))
            {
                PrintJson(devices, name);
                return ExitCode.Ok;
            }
            int width = devices.Count == 0 ? 0 : devices.Max(d => d.Name.Length);
            foreach (DevicePassword device in devices)
            {
                string used = device.LastUsed is { } last ? $"last used {Time(last)} from {device.LastAddress}" : "never used";
                await Console.Out.WriteLineAsync($"{device.Id}  {device.Name.PadRight(width)}  made {Time(device.Created)}  {used}{Limits(device, name)}");
            }
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Limits(DevicePassword device, Func<MailboxId, string> name)
    {
        var limits = new List<string>();
        if (device.ReadOnly)
        {
            limits.Add("read only");
        }
        if (device.Mailboxes.Count > 0)
        {
            limits.Add("only " + string.Join(", ", device.Mailboxes.Select(name)));
        }
        if (device.Networks.Count > 0)
        {
            limits.Add("from " + string.Join(", ", device.Networks));
        }
        if (device.Expires is { } end)
        {
            limits.Add((end <= TimeProvider.System.GetUtcNow() ? "expired " : "until ") + Time(end));
        }
        return limits.Count == 0 ? "" : "  (" + string.Join("; ", limits) + ")";
    }

    // Mailboxes are known by number, so that renaming them changes nothing; people want names.
    private static async Task<Func<MailboxId, string>> NamesAsync(
        string folder, Account account, IReadOnlyList<DevicePassword> devices, CancellationToken cancel)
    {
        if (devices.All(d => d.Mailboxes.Count == 0))
        {
            return _ => "";
        }
        await using SqliteMailStorage storage = SqliteMailStorage.Open(folder);
        MailboxList list = await storage.ListMailboxesAsync(account.Id, cancel);
        return id => list.Find(id)?.Name.Value ?? "(deleted)";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void PrintJson(IReadOnlyList<DevicePassword> devices, Func<MailboxId, string> name)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (DevicePassword device in devices)
            {
                json.WriteStartObject();
                json.WriteString("id", device.Id);
                json.WriteString("name", device.Name);
                json.WriteString("created", Iso(device.Created));
                json.WriteBoolean("readOnly", device.ReadOnly);
                WriteList(json, "mailboxes", device.Mailboxes.Select(name));
                WriteList(json, "networks", device.Networks.Select(n => n.ToString()));
                json.WriteString("expires", device.Expires is { } end ? Iso(end) : null);
                json.WriteString("lastUsed", device.LastUsed is { } last ? Iso(last) : null);
                json.WriteString("lastAddress", device.LastAddress);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }
        json.WriteEndArray();
    }
}
