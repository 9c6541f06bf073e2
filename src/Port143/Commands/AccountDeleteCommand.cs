using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 account delete</c>: removes an account with all its mail.</summary>
internal static class AccountDeleteCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        var yes = new Option<bool>("--yes") { Description = "Do not ask. Needed where nobody can answer, as in a script." };
        var command = new Command("delete", "Delete an account with all its mail, for good. Asks first.") { address, yes, data };
        command.SetAction((parsed, cancel) =>
            RunAsync(Accounts.Address(parsed.GetRequiredValue(address)), parsed.GetValue(yes), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(AccountAddress address, bool yes, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, address, cancel);
        if (!yes)
        {
            Confirm(address);
        }
        await using SqliteMailStorage storage = SqliteMailStorage.Open(data);
        // What others share with this address ends first: whoever gets the address later must not find it.
        foreach (Account sharer in await directory.ListSharersAsync(address, cancel))
        {
            await storage.CommitAsync(sharer.Id, new ForgetReaderChange(account.Id, address), cancel);
            await Sharing.SyncAsync(storage, directory, sharer.Id, cancel);
        }
        // The row first: nobody signs in to an account whose mail is being removed.
        if (!await directory.DeleteAsync(account.Id, Accounts.Actor, cancel))
        {
            throw Accounts.NotFound(address);
        }
        await storage.DeleteAccountAsync(account.Id, cancel);
        await Console.Error.WriteLineAsync($"deleted {address} with all its mail");
        return ExitCode.Ok;
    }

    private static void Confirm(AccountAddress address)
    {
        if (Console.IsInputRedirected)
        {
            throw new CliException(ExitCode.Usage, $"deleting {address} with all its mail needs --yes where nobody can be asked");
        }
        Console.Error.Write($"Delete {address} with all its mail, for good? Type the address to confirm: ");
        if (Console.ReadLine()?.Trim() is not { } typed || !AccountAddress.TryCreate(typed, out AccountAddress? confirmed, out _)
            || !confirmed.Equals(address))
        {
            throw new CliException(ExitCode.Usage, $"{address} was not deleted");
        }
    }
}
