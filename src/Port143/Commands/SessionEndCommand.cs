using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Server.Control;

namespace Port143.Commands;

/// <summary><c>port143 session end</c>: ends one session.</summary>
internal static class SessionEndCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The session's number, as port143 session list shows it." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "end", "End a session. The client may sign in again; to keep it out, change its password or take its device's back.") { id, data };
        command.SetAction(async (parsed, cancel) =>
        {
            string folder = DataFolder.Existing(parsed, data);
            string wanted = parsed.GetRequiredValue(id);
            using JsonDocument ended = await ControlAnswer.AskAsync(
                folder, () => ControlClient.EndSessionAsync(folder, wanted, Accounts.Actor, cancel));
            if (ended.RootElement.ValueKind != JsonValueKind.True)
            {
                throw new CliException(ExitCode.NoInput, $"there is no session {wanted}; port143 session list shows those there are");
            }
            await Console.Error.WriteLineAsync($"session {wanted} ends");
            return ExitCode.Ok;
        });
        return command;
    }
}
