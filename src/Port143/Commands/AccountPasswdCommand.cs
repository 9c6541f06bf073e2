using System.CommandLine;
using System.Text;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 account passwd</c>: gives an account another password.</summary>
internal static class AccountPasswdCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        Option<bool> fromInput = AccountCommand.PasswordFromInput();
        Option<bool> generate = AccountCommand.Generate();
        var command = new Command("passwd", "Give an account another password. The old one is refused from then on.") { address, fromInput, generate, data };
        command.SetAction((parsed, cancel) =>
            RunAsync(Accounts.Address(parsed.GetRequiredValue(address)), AccountCommand.IsFromInput(parsed, fromInput, generate), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(AccountAddress address, bool fromInput, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, address, cancel);
        string? made = fromInput ? null : WordPassword.Generate();
        byte[] password = made is null ? PasswordInput.ReadNew(address, await directory.FindSecondFactorAsync(account.Id, cancel) is { IsOn: true }) : Encoding.ASCII.GetBytes(made);
        if (!await directory.SetPasswordAsync(account.Id, PasswordHasher.Hash(password), Accounts.Actor, cancel))
        {
            throw Accounts.NotFound(address);
        }
        await Console.Error.WriteLineAsync($"{address} has another password" + (made is null ? "" : ", which is shown this once:"));
        if (made is not null)
        {
            await Console.Out.WriteLineAsync(made);
        }
        return ExitCode.Ok;
    }
}
