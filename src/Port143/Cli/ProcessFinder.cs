using System.Globalization;
using Port143.Mail;

namespace Port143.Cli;

/// <summary>Finds by /proc who holds a file or a port. Only what this user may see; elsewhere than on Linux, nothing.</summary>
internal static class ProcessFinder
{
    private const string Listening = "0A";

    /// <summary>The program that has a file open, as <c>name (pid N)</c>, or null.</summary>
    public static string? ByOpenFile(string path) => Find(target => target == path);

    /// <summary>The program that listens on a TCP port, as <c>name (pid N)</c>, or null.</summary>
    public static string? ByListeningPort(int port)
    {
        var sockets = new HashSet<string>(StringComparer.Ordinal);
        foreach (string table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            foreach (string line in ReadLines(table))
            {
                //  sl  local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[3] == Listening
                    && fields[1].EndsWith(":" + port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal))
                {
                    sockets.Add($"socket:[{fields[9]}]");
                }
            }
        }
        return sockets.Count == 0 ? null : Find(sockets.Contains);
    }

    private static string? Find(Func<string, bool> isIt)
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            return null;
        }
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            string pid = Path.GetFileName(process);
            if (!AsciiDigits.TryParse(pid, int.MaxValue, out ulong number) || (int)number == Environment.ProcessId)
            {
                continue;
            }
            try
            {
                foreach (string handle in Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")))
                {
                    if (new FileInfo(handle).LinkTarget is { } target && isIt(target))
                    {
                        return $"{ReadLines(Path.Combine(process, "comm")).FirstOrDefault("a program")} (pid {pid})";
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another user's, or gone.
            }
        }
        return null;
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
