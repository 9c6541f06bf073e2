using System.CommandLine;
using System.Text;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 account add</c>: makes an account with its mailboxes.</summary>
internal static class AccountAddCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        Option<bool> fromInput = AccountCommand.PasswordFromInput();
        Option<bool> generate = AccountCommand.Generate();
        var command = new Command("add", "Add an account with INBOX, Drafts, Sent, Junk, Trash and Archive.") { address, fromInput, generate, data };
        command.SetAction((parsed, cancel) =>
            RunAsync(Accounts.Address(parsed.GetRequiredValue(address)), AccountCommand.IsFromInput(parsed, fromInput, generate), DataFolder.ExistingOrNew(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(AccountAddress address, bool fromInput, string data, CancellationToken cancel)
    {
        string? made = fromInput ? null : WordPassword.Generate();
        byte[] password = made is null ? PasswordInput.ReadNew(address, hasSecondFactor: false) : Encoding.ASCII.GetBytes(made);
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        if (await directory.FindAsync(address, cancel) is not null)
        {
            throw Exists(address);
        }
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data);
        // The mailboxes first: an account that can sign in has them, and mailboxes without an account harm nobody.
        var id = AccountId.New();
        await storage.CreateAccountAsync(id, NewMailbox.Defaults, cancel);
        if (await directory.AddAsync(id, address, PasswordHasher.Hash(password), Accounts.Actor, cancel) is null)
        {
            await storage.DeleteAccountAsync(id, cancel);
            throw Exists(address);
        }
        await Console.Error.WriteLineAsync($"added {address}" + (made is null ? "" : "; its password is shown this once:"));
        if (made is not null)
        {
            await Console.Out.WriteLineAsync(made);
        }
        return ExitCode.Ok;
    }

    private static CliException Exists(AccountAddress address) =>
        new(ExitCode.CannotCreate, $"there is an account {address} already; port143 account passwd gives it another password");
}
