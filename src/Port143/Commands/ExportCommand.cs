using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Formats;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 export</c>: writes an account's mail into files.</summary>
internal static class ExportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var path = new Argument<string>("PATH") { Description = "The folder to write into, or with --mailbox the file; it must not exist, or be an empty folder." };
        var format = new Option<string>("--format")
        {
            Description = "mbox: a file for each mailbox, without flags. maildir: a Maildir for each mailbox, with flags and keywords.",
            HelpName = "mbox|maildir",
            Required = true,
        };
        format.AcceptOnlyFromAmong("mbox", "maildir");
        var mailbox = new Option<string>("--mailbox") { Description = "Only this mailbox.", HelpName = "NAME" };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("export", "Export mail into files that import takes back octet for octet. The server may run meanwhile.")
        {
            address, path, format, mailbox, data,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            Accounts.Address(parsed.GetRequiredValue(address)), parsed.GetRequiredValue(path),
            parsed.GetValue(format) == "mbox" ? ExportFormat.Mbox : ExportFormat.Maildir,
            MailboxOption.Parse(parsed.GetValue(mailbox)), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        AccountAddress address, string path, ExportFormat format, MailboxName? name, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, address, cancel);
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data);
        MailboxInfo? only = name is null ? null : (await storage.ListMailboxesAsync(account.Id, cancel)).Find(name)
            ?? throw new CliException(ExitCode.NoInput, $"{address} has no mailbox {name}");
        if (!Exporter.IsFree(path))
        {
            throw new CliException(ExitCode.CannotCreate, $"{path} exists; name one that does not, nothing is overwritten");
        }
        ExportResult result = await ProgressBar.RunAsync(
            "exporting", report => new Exporter(storage, account.Id).RunAsync(
                path, format, only, p => report(p.Done, p.Total, $"{p.Messages:N0} messages, {p.Mailbox}"), cancel));
        await Console.Out.WriteLineAsync(
            $"exported {result.Messages} messages ({result.Bytes} bytes) of {result.Mailboxes} mailboxes of {address} to {path}");
        return ExitCode.Ok;
    }
}
