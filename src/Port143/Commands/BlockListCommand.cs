using System.CommandLine;
using System.Text.Json;
using Port143.Cli;
using Port143.Server.Control;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 block list</c>: what is blocked, and why.</summary>
internal static class BlockListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = DataFolder.CreateOption();
        var asJson = new Option<bool>("--json") { Description = "Print a JSON array of objects with subject, cause, since and until." };
        var command = new Command(
            "list", "List the networks and accounts that are blocked. An account is open to its owner where it is used, and to device passwords.")
        {
            asJson, data,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            string folder = DataFolder.Existing(parsed, data);
            using JsonDocument? told = await ControlAnswer.TryAskAsync(folder, () => ControlClient.BlocksAsync(folder, cancel));
            using JsonDocument blocks = told ?? await ReadAsync(folder, cancel);
            if (parsed.GetValue(asJson))
            {
                JsonOutput.Print(blocks.RootElement.WriteTo);
                return ExitCode.Ok;
            }
            var table = new TextTable("SUBJECT", "SINCE", "UNTIL", "CAUSE");
            foreach (JsonElement block in blocks.RootElement.EnumerateArray())
            {
                table.Add([.. ((string[])["subject", "since", "until", "cause"]).Select(name => block.GetProperty(name).GetString()!)]);
            }
            table.Print();
            return ExitCode.Ok;
        });
        return command;
    }

    // Without a server: the blocks that the next one takes up.
    private static async Task<JsonDocument> ReadAsync(string folder, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(folder);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        IReadOnlyList<SignInBlock> blocks = await directory.ListBlocksAsync(cancel);
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            ControlClient.WriteBlocks(json, blocks.Where(b => b.Until > now));
        }
        return JsonDocument.Parse(buffer.ToArray());
    }
}
