using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Logging;
using Port143.Cli;
using Port143.Configuration;
using Port143.Mail;
using Port143.Server;
using Port143.Server.Authentication;
using Port143.Storage;
using Port143.Storage.Sqlite;
using Port143.Try;

namespace Port143.Commands;

/// <summary><c>port143 try</c>: a throw-away server with an account and made-up mail in it.</summary>
internal static class TryCommand
{
    private static readonly AccountAddress You = AccountAddress.Parse("you@port143.test");

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "Keep the trial in this folder, which must not exist or be empty. Without it the trial is thrown away when it stops.",
            HelpName = "DIR",
        };
        var command = new Command(
            "try",
            "Try Port143: runs a server on this machine only, on ports 1143 and 1993 or the next free ones, with an account, a password and "
            + "mail to look at. Needs no settings, no network and no rights.")
        {
            data,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? kept, CancellationToken cancel)
    {
        string folder = kept is null ? Directory.CreateTempSubdirectory("port143-try-").FullName : Path.GetFullPath(kept);
        try
        {
            if (kept is not null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new CliException(ExitCode.CannotCreate, $"{folder} is not empty; a trial begins with an empty folder (port143 serve runs one that is kept)");
            }
            Directory.CreateDirectory(folder);
            string password = await FillAsync(folder, cancel);
            Settings settings = SettingsFor(folder);
            ServerOptions server = settings.Server;
            string guide = TryGuide.Write(
                You.Value, password, server.Imap.Port, server.Imaps.Port, server.Lmtp.Port, folder, kept is null);
            return await ServerProcess.RunAsync(settings, cancel, _ => Console.Out.WriteLine(guide));
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<string> FillAsync(string folder, CancellationToken cancel)
    {
        string password = WordPassword.Generate();
        await using SqliteDirectory directory = DataFolder.OpenDirectory(folder);
        await using SqliteMailStorage storage = SqliteMailStorage.Open(folder);
        var id = AccountId.New();
        await storage.CreateAccountAsync(id, NewMailbox.Defaults, cancel);
        await TryMail.FillAsync(storage, id, TimeProvider.System.GetLocalNow(), cancel);
        await directory.AddAsync(id, You, PasswordHasher.Hash(Encoding.UTF8.GetBytes(password)), Accounts.Actor, cancel);
        return password;
    }

    private static Settings SettingsFor(string folder) => new()
    {
        LogLevel = LogLevel.Warning,
        Server = new ServerOptions
        {
            DataFolder = folder,
            Imap = FreePort.From(1143),
            Imaps = FreePort.From(1993),
            Lmtp = FreePort.From(1024),
            CleartextLogin = CleartextLogin.Loopback,
        },
    };
}
