using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 totp codes</c>: new recovery codes in place of the old ones.</summary>
internal static class TotpCodesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("codes", "Print new recovery codes. The old ones are void from then on.") { address, data };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            await TotpCommand.ShowAsync(
                await new SecondFactors(directory, TimeProvider.System).RenewRecoveryCodesAsync(account.Id, Accounts.Actor, cancel)
                ?? throw TotpCommand.IsOff(wanted));
            return ExitCode.Ok;
        });
        return command;
    }
}
