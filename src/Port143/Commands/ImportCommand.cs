using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Formats;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 import</c>: brings mail from files into an account.</summary>
internal static class ImportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var path = new Argument<string>("PATH") { Description = "An mbox file, a Maildir, an .eml file, or a folder with any of these in it." };
        var mailbox = new Option<string>("--mailbox")
        {
            Description = "The mailbox for the mail of one file, or the one below which the folders of a tree become mailboxes. Default: INBOX, and the top.",
            HelpName = "NAME",
        };
        var specialUse = new Option<bool>("--special-use")
        {
            Description = "File folders named Sent Items, Deleted Messages, Spam and the like into the account's own Sent, Trash, Junk ...",
        };
        var again = new Option<bool>("--again") { Description = "Import also what an earlier import brought in already." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "import",
            "Import mail from files. It can be interrupted at any time and run again: it goes on where it stopped. The server may run meanwhile. "
            + "The last line on standard output says what was done.")
        {
            address, path, mailbox, specialUse, again, data,
        };
        command.SetAction((parsed, cancel) =>
        {
            var options = new ImportOptions
            {
                Mailbox = MailboxOption.Parse(parsed.GetValue(mailbox)),
                MapSpecialUse = parsed.GetValue(specialUse),
                Again = parsed.GetValue(again),
            };
            return RunAsync(
                Accounts.Address(parsed.GetRequiredValue(address)), parsed.GetRequiredValue(path), options, DataFolder.Existing(parsed, data), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(AccountAddress address, string path, ImportOptions options, string data, CancellationToken cancel)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new CliException(ExitCode.NoInput, $"there is no file or folder {path}");
        }
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, address, cancel);
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data, QuotaShowCommand.Options(data));
        using Importer importer = Importer.TryOpen(storage, account.Id, storage.FolderOf(account.Id), options) ?? throw new CliException(
            ExitCode.TemporaryFailure, $"another import into {address} is running; wait for it");
        ImportResult result = await ProgressBar.RunAsync(
            "importing", report => importer.RunAsync(
                path, p => report(p.BytesRead, p.BytesTotal, $"{p.Messages:N0} messages{(p.Skipped > 0 ? $", {p.Skipped:N0} skipped" : "")}"), cancel));
        foreach (string failure in result.Failures)
        {
            await Console.Error.WriteLineAsync("port143: not imported: " + failure);
        }
        await Console.Out.WriteLineAsync(
            $"imported {result.Messages} messages ({result.Bytes} bytes) into {result.Mailboxes} mailboxes of {address}; "
            + $"{result.Skipped} skipped as already imported; {result.Failures.Count} failures");
        if (result.Mailboxes == 0 && result.Failures.Count == 0)
        {
            throw new CliException(ExitCode.Data, $"nothing in {path} looks like mail: no mbox, Maildir or .eml file");
        }
        return result.Failures.Count == 0 ? ExitCode.Ok : ExitCode.Data;
    }
}
