using System.CommandLine;
using Port143.Cli;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 device revoke</c>: takes back the password of a device.</summary>
internal static class DeviceRevokeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var wanted = new Argument<string>("DEVICE") { Description = "The device's name or id, as port143 device list shows them." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("revoke", "Take back a device's password. Its open sessions end within five seconds.") { address, wanted, data };
        command.SetAction(async (parsed, cancel) =>
        {
            AccountAddress owner = Accounts.Address(parsed.GetRequiredValue(address));
            string text = parsed.GetRequiredValue(wanted);
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Account account = await Accounts.FindAsync(directory, owner, cancel);
            IReadOnlyList<DevicePassword> devices = await directory.ListDevicesAsync(account.Id, cancel);
            DevicePassword? device = devices.FirstOrDefault(d => d.Id == text) ?? devices.FirstOrDefault(d => d.Name == text);
            if (device is null || !await directory.RevokeDeviceAsync(account.Id, device.Id, Accounts.Actor, cancel))
            {
                throw new CliException(ExitCode.NoInput, $"{owner} has no device \"{text}\"; port143 device list {owner} shows those there are");
            }
            await Console.Error.WriteLineAsync($"the password of \"{device.Name}\" ({device.Id}) of {owner} is taken back");
            return ExitCode.Ok;
        });
        return command;
    }
}
