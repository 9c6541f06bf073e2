using System.Net.Sockets;
using System.Text.Json;

namespace Port143.Cli;

/// <summary>The server that serves a data folder, asked over its control socket.</summary>
internal static class ControlAnswer
{
    /// <summary>The answer, or the sentence why there is none.</summary>
    public static async Task<JsonDocument> AskAsync(string dataFolder, Func<Task<JsonDocument?>> ask) =>
        await TryAskAsync(dataFolder, ask)
        ?? throw new CliException(ExitCode.Unavailable, $"no server serves {dataFolder}, so nobody is connected; port143 serve starts one");

    /// <summary>The answer; null when no server runs.</summary>
    public static async Task<JsonDocument?> TryAskAsync(string dataFolder, Func<Task<JsonDocument?>> ask)
    {
        try
        {
            return await ask();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            throw DataFolder.NotWritable(dataFolder, error);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            throw new CliException(ExitCode.Unavailable, $"the server of {dataFolder} does not answer ({error.Message}); try again, or look into its log", error);
        }
    }
}
