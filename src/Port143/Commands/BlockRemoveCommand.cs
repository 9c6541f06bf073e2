using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Server.Control;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 block remove</c>: takes a block away.</summary>
internal static class BlockRemoveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "The network or the account, as port143 block list shows it." };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("remove", "Take a block away and forget what led to it.") { subject, data };
        command.SetAction(async (parsed, cancel) =>
        {
            string folder = DataFolder.Existing(parsed, data);
            string wanted = parsed.GetRequiredValue(subject).ToLowerInvariant();
            using JsonDocument? told = await ControlAnswer.TryAskAsync(
                folder, () => ControlClient.UnblockAsync(folder, wanted, Accounts.Actor, cancel));
            if (!(told is null ? await RemoveAsync(folder, wanted, cancel) : told.RootElement.ValueKind == JsonValueKind.True))
            {
                throw new CliException(ExitCode.NoInput, $"{wanted} is not blocked; port143 block list shows what is");
            }
            await Console.Error.WriteLineAsync($"{wanted} is not blocked any more");
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<bool> RemoveAsync(string folder, string subject, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(folder);
        SignInBlock? block = (await directory.ListBlocksAsync(cancel)).FirstOrDefault(b => b.Subject == subject);
        if (block is null)
        {
            return false;
        }
        await directory.ChangeBlocksAsync(
            [], [subject], [new AuditNote(Accounts.Actor, "block-remove", null, block.IsAccount ? subject : "", $"{subject}: {block.Cause}")], cancel);
        return true;
    }
}
