using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Port143.Client.Doctor.Probes;

/// <summary>The facts about this machine that checks share; each is found out once.</summary>
public static class ServerFactsProbe
{
    private const string Listening = "0A"; // TCP_LISTEN in /proc/net/tcp

    /// <summary>The sockets of this machine that accept connections (<c>/proc/net/tcp</c>, <c>tcp6</c>).</summary>
    public static Task<IReadOnlyList<ListeningSocket>> SocketsAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("sockets", _ => Task.FromResult(ReadSockets(examination.Server)), cancel);

    /// <summary>The process that holds the server's data folder: <c>name (pid N)</c>; null when none does, or it cannot be seen.</summary>
    public static Task<string?> ServerProcessAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("process", _ => Task.FromResult(FindHolder(examination.Server, "file", Path.Combine(examination.Server.DataFolder, "lock"))), cancel);

    private static IReadOnlyList<ListeningSocket> ReadSockets(ServerFacts server)
    {
        var sockets = new List<ListeningSocket>();
        foreach (string line in server.LinesOf("/proc/net/tcp").Skip(1).Concat(server.LinesOf("/proc/net/tcp6").Skip(1)))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 9 && words[3] == Listening && TryEndPoint(words[1], out IPAddress address, out int port))
            {
                sockets.Add(new ListeningSocket(address, port, words[9], FindHolder(server, "socket", words[9])));
            }
        }
        return sockets;
    }

    // The address is written as 32-bit words of the machine's own byte order.
    private static bool TryEndPoint(string text, out IPAddress address, out int port)
    {
        address = IPAddress.None;
        port = 0;
        string[] parts = text.Split(':');
        if (parts.Length != 2 || parts[0].Length is not (8 or 32)
            || !int.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }
        byte[] bytes = Convert.FromHexString(parts[0]);
        for (int i = 0; i < bytes.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i), BitConverter.ToUInt32(bytes, i));
        }
        address = new IPAddress(bytes);
        return true;
    }

    private static string? FindHolder(ServerFacts server, string kind, string what)
    {
        string proc = server.PathOf("/proc");
        if (!Directory.Exists(proc))
        {
            return null;
        }
        foreach (string process in Directory.EnumerateDirectories(proc).Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
        {
            try
            {
                foreach (string descriptor in Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")))
                {
                    string? target = new FileInfo(descriptor).LinkTarget;
                    if (target == (kind == "socket" ? $"socket:[{what}]" : what))
                    {
                        string name = server.LinesOf($"/proc/{Path.GetFileName(process)}/comm").FirstOrDefault() ?? "a program";
                        return $"{name} (pid {Path.GetFileName(process)})";
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended, or belongs to somebody else.
            }
        }
        return null;
    }
}
