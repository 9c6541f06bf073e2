using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Port143.Storage;

namespace Port143.Server.Control;

/// <summary>Asks a running server over its control socket.</summary>
public static class ControlClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Who is connected: a JSON array. Null when no server runs.</summary>
    public static Task<JsonDocument?> SessionsAsync(string dataFolder, CancellationToken cancel) => AskAsync(dataFolder, cancel, ControlRequests.Sessions);

    /// <summary>Ends a session; false when there is none with this id. Null when no server runs.</summary>
    public static Task<JsonDocument?> EndSessionAsync(string dataFolder, string id, string actor, CancellationToken cancel) =>
        AskAsync(dataFolder, cancel, ControlRequests.End, id, actor);

    /// <summary>What is blocked: a JSON array. Null when no server runs.</summary>
    public static Task<JsonDocument?> BlocksAsync(string dataFolder, CancellationToken cancel) => AskAsync(dataFolder, cancel, ControlRequests.Blocks);

    /// <summary>Takes a block away; false when there is none of this subject. Null when no server runs.</summary>
    public static Task<JsonDocument?> UnblockAsync(string dataFolder, string subject, string actor, CancellationToken cancel) =>
        AskAsync(dataFolder, cancel, ControlRequests.Unblock, subject, actor);

    /// <summary>
    /// Renews the certificate at once and waits for it, minutes if it must be: the reason why it failed, or an empty text; false when the
    /// server does not renew. Null when no server runs.
    /// </summary>
    public static Task<JsonDocument?> RenewAsync(string dataFolder, string actor, CancellationToken cancel) =>
        AskAsync(dataFolder, cancel, ControlSocket.LongestAnswer, ControlRequests.Renew, actor);

    /// <summary>Writes blocks as a server does.</summary>
    public static void WriteBlocks(Utf8JsonWriter json, IEnumerable<SignInBlock> blocks) => ControlRequests.WriteBlocks(json, blocks);

    // Throws SocketException when the socket may not be opened, and IOException when the server broke off.
    private static Task<JsonDocument?> AskAsync(string dataFolder, CancellationToken cancel, params string[] words) =>
        AskAsync(dataFolder, cancel, Patience, words);

    private static async Task<JsonDocument?> AskAsync(string dataFolder, CancellationToken cancel, TimeSpan patience, params string[] words)
    {
        string path = ControlSocket.PathIn(dataFolder);
        if (!File.Exists(path))
        {
            return null;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token).ConfigureAwait(false);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return null; // a killed server left it behind
        }
        string request = string.Join('\t', words.Select(w => w.Replace('\t', ' ').Replace('\n', ' '))) + "\n";
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), limit.Token).ConfigureAwait(false);
        try
        {
            return await JsonDocument.ParseAsync(stream, default, limit.Token).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            throw new IOException("the server broke off its answer; its log says why", error);
        }
    }
}
