using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 totp confirm</c>: turns a second factor on with a code of the authenticator.</summary>
internal static class TotpConfirmCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var code = new Argument<string>("CODE") { Description = "The six digits that the authenticator shows." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("confirm", "Turn on the second factor that port143 totp enable began, and print recovery codes.") { address, code, data };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress wanted = Accounts.Address(parsed.GetRequiredValue(address));
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, wanted, cancel);
            switch (await directory.FindSecondFactorAsync(account.Id, cancel))
            {
                case null:
                    throw TotpCommand.IsOff(wanted);
                case { IsOn: true }:
                    throw new CliException(ExitCode.CannotCreate, $"the second factor of {wanted} is on already");
            }
            IReadOnlyList<string> codes = await new SecondFactors(directory, TimeProvider.System)
                .ConfirmAsync(account.Id, parsed.GetRequiredValue(code), Accounts.Actor, cancel)
                ?? throw new CliException(
                    ExitCode.Data, $"that is not the code of the authenticator of {wanted}; type the one that it shows now, and look whether the clocks are right");
            return await DoneAsync(directory, account, codes, cancel);
        });
        return command;
    }

    /// <summary>Tells that it is on, and what that means.</summary>
    internal static async Task<int> DoneAsync(IDirectory directory, Account account, IReadOnlyList<string> codes, CancellationToken cancel)
    {
        bool hasDevices = (await directory.ListDevicesAsync(account.Id, cancel)).Count > 0;
        await Console.Error.WriteLineAsync(
            $"the second factor of {account.Address} is on: its password alone does not sign in any more"
            + (hasDevices ? "" : $"; port143 device add {account.Address} NAME makes a password for a mail program"));
        await TotpCommand.ShowAsync(codes);
        return ExitCode.Ok;
    }
}
