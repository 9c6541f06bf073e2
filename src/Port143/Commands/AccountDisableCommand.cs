using System.CommandLine;
using Port143.Cli;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 account disable</c>: bars an account from signing in.</summary>
internal static class AccountDisableCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => Create("disable", "Bar an account from signing in. Its mail stays, and mail still arrives.", true);

    /// <summary>Makes the command that sets the state.</summary>
    internal static Command Create(string name, string description, bool disabled)
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(name, description) { address, data };
        command.SetAction(async (parsed, cancel) =>
        {
            Mail.AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            if (!await directory.SetDisabledAsync(account.Id, disabled, Accounts.Actor, cancel))
            {
                throw Accounts.NotFound(wanted);
            }
            await Console.Error.WriteLineAsync($"{wanted} {(disabled ? "may not sign in any more" : "may sign in again")}");
            return ExitCode.Ok;
        });
        return command;
    }
}
