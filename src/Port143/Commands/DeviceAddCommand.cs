using System.CommandLine;
using System.Globalization;
using System.Net;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 device add</c>: makes a password for one device and shows it this once.</summary>
internal static class DeviceAddCommand
{
    private const int MaxName = 64;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var name = new Argument<string>("NAME") { Description = "What to call the device, such as phone." };
        var readOnly = new Option<bool>("--read-only") { Description = "The device may read mail and change nothing, not even flags." };
        var mailboxes = new Option<string[]>("--mailbox")
        {
            Description = "The device sees this mailbox and no other. May be given several times.", HelpName = "MAILBOX",
        };
        var expires = new Option<string>("--expires")
        {
            Description = "When the password ends: a date such as 2027-01-31 (the end of that day, UTC), or a time from now such as 90d or 12h.",
            HelpName = "WHEN",
        };
        var networks = new Option<string[]>("--network")
        {
            Description = "The password works from this network only, such as 192.0.2.0/24. May be given several times.", HelpName = "CIDR",
        };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("add", "Make a password for one device of an account. It opens IMAP only, and is shown this once.")
        {
            address, name, readOnly, mailboxes, expires, networks, data,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            string called = Name(parsed.GetRequiredValue(name));
            DateTimeOffset? until = parsed.GetValue(expires) is { } when ? Until(when, TimeProvider.System.GetUtcNow()) : null;
            IPNetwork[] from = [.. (parsed.GetValue(networks) ?? []).Select(Network)];
            string folder = DataFolder.Existing(parsed, data);
            await using SqliteDirectory directory = DataFolder.OpenDirectory(folder);
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            IReadOnlyList<MailboxId> only = await FindMailboxesAsync(folder, account, parsed.GetValue(mailboxes) ?? [], cancel);
            var made = await new DevicePasswords(directory).AddAsync(
                account,
                (id, verifier) => new DevicePassword
                {
                    Id = id, Account = account.Id, Name = called, Created = TimeProvider.System.GetUtcNow(), ReadOnly = parsed.GetValue(readOnly),
                    Mailboxes = only, Expires = until, Networks = from, Verifier = verifier,
                },
                Accounts.Actor, cancel);
            if (made is not { } added)
            {
                throw new CliException(
                    ExitCode.CannotCreate,
                    $"{wanted} has a device \"{called}\" already, or {DevicePassword.MaxPerAccount} devices; port143 device list shows them");
            }
            await Console.Error.WriteLineAsync($"made a password for \"{called}\" ({added.Device.Id}) of {wanted}, which is shown this once:");
            await Console.Out.WriteLineAsync(added.Text);
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Name(string text) =>
        text.Trim() is { Length: > 0 and <= MaxName } name && !name.Any(char.IsControl) ? name
        : throw new CliException(ExitCode.Usage, $"a device's name has 1 to {MaxName} characters, such as phone");

    private static IPNetwork Network(string text)
    {
        string full = text.Contains('/', StringComparison.Ordinal) ? text : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
        return IPNetwork.TryParse(full, out IPNetwork network) ? network
            : throw new CliException(ExitCode.Usage, $"\"{text}\" is not a network; write it as 192.0.2.0/24 or 2001:db8::/48");
    }

    /// <summary>When a password ends.</summary>
    internal static DateTimeOffset Until(string text, DateTimeOffset now)
    {
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day)
            && new DateTimeOffset(day).AddDays(1) is var end && end > now)
        {
            return end;
        }
        if (text.Length is > 1 and < 7 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            && text[^1] is 'd' or 'h')
        {
            return text[^1] == 'd' ? now.AddDays(count) : now.AddHours(count);
        }
        throw new CliException(ExitCode.Usage, $"\"{text}\" is no time to come; write a date such as 2027-01-31, or 90d, or 12h");
    }

    private static async Task<IReadOnlyList<MailboxId>> FindMailboxesAsync(string folder, Account account, string[] names, CancellationToken cancel)
    {
        if (names.Length == 0)
        {
            return [];
        }
        await using SqliteMailStorage storage = SqliteMailStorage.Open(folder);
        MailboxList list = await storage.ListMailboxesAsync(account.Id, cancel);
        return
        [
            .. names.Select(text => MailboxName.TryCreate(text, out MailboxName? name, out _) && list.Find(name) is { } mailbox
                ? mailbox.Id
                : throw new CliException(ExitCode.NoInput, $"{account.Address} has no mailbox \"{text}\"")),
        ];
    }
}
