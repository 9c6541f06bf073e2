using System.CommandLine;
using System.Text;
using Port143.Cli;
using Port143.Mail;
using Port143.Qr;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 totp enable</c>: shows an authenticator its key; a code of it turns the second factor on.</summary>
internal static class TotpEnableCommand
{
    private const int Tries = 3;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> address = AccountCommand.AddressArgument();
        var png = new Option<string>("--png") { Description = "Write the QR code to this new file, too, as a PNG picture.", HelpName = "FILE" };
        var svg = new Option<string>("--svg") { Description = "Write the QR code to this new file, too, as an SVG picture.", HelpName = "FILE" };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "enable",
            "Show the QR code of a new key for an authenticator and ask for a code of it. Where nobody can be asked, port143 totp confirm "
            + "takes the code. Until then nothing changes; from then on the password alone does not sign in.")
        {
            address, png, svg, data,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            Accounts.Address(parsed.GetRequiredValue(address)), parsed.GetValue(png), parsed.GetValue(svg), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(AccountAddress address, string? png, string? svg, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        Account account = await Accounts.FindAsync(directory, address, cancel);
        var factors = new SecondFactors(directory, TimeProvider.System);
        byte[] key = await factors.BeginAsync(account.Id, cancel)
            ?? throw new CliException(ExitCode.CannotCreate, $"{address} has a second factor already; port143 totp disable {address} takes it away");
        using (var code = new QrCode(AuthenticatorUri.Of(address, key)))
        {
            Write(png, code.ToPng());
            Write(svg, Encoding.UTF8.GetBytes(code.ToSvg()));
            await Console.Out.WriteAsync(code.ToText(color: !Console.IsOutputRedirected));
        }
        await Console.Out.WriteLineAsync($"key: {AuthenticatorUri.KeyText(key)}");
        if (Console.IsInputRedirected)
        {
            await Console.Error.WriteLineAsync($"scan it with an authenticator; port143 totp confirm {address} CODE turns the second factor on");
            return ExitCode.Ok;
        }
        for (int i = 0; i < Tries; i++)
        {
            await Console.Error.WriteAsync("Scan it with an authenticator, and type the six digits that it shows: ");
            if (Console.ReadLine() is not { } typed)
            {
                break;
            }
            if (await factors.ConfirmAsync(account.Id, typed.Replace(" ", "", StringComparison.Ordinal), Accounts.Actor, cancel) is { } codes)
            {
                return await TotpConfirmCommand.DoneAsync(directory, account, codes, cancel);
            }
            await Console.Error.WriteLineAsync("that is not its code; are the clocks of both machines right?");
        }
        throw new CliException(ExitCode.Data, $"the second factor of {address} was not turned on; nothing has changed");
    }

    // The picture is as good as the key: nobody else may read it, and nothing is overwritten.
    private static void Write(string? path, byte[] picture)
    {
        if (path is null)
        {
            return;
        }
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            using var file = new FileStream(path, options);
            file.Write(picture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.CannotCreate, $"the QR code cannot be written to {path}: {error.Message}; name a new file in a folder of yours", error);
        }
    }
}
