using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 totp disable</c>: takes the second factor of an account away.</summary>
internal static class TotpDisableCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("disable", "Take away the second factor of an account. Its password alone signs in again.") { address, data };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            if (!await directory.RemoveSecondFactorAsync(account.Id, Accounts.Actor, cancel))
            {
                throw TotpCommand.IsOff(wanted);
            }
            await Console.Error.WriteLineAsync(
                $"{wanted} has no second factor any more; if its password has fewer than {Server.Authentication.PasswordPolicy.MinAlone} characters, "
                + $"give it another: port143 account passwd {wanted}");
            return ExitCode.Ok;
        });
        return command;
    }
}
