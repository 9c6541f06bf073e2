namespace Port143.Client.Doctor.Probes;

/// <summary>Which processes have files open, as far as this user may see.</summary>
internal static class ProcessFiles
{
    /// <summary>The processes with open files below a folder: <c>name (pid N)</c>, the command line, the files.</summary>
    public static IEnumerable<(string Process, string Command, IReadOnlyList<string> Files)> Under(ServerFacts server, string folder)
    {
        string proc = server.PathOf("/proc");
        foreach (string process in Directory.Exists(proc) ? Directory.EnumerateDirectories(proc).Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])) : [])
        {
            string pid = Path.GetFileName(process);
            string[] files;
            try
            {
                files = [.. Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Select(d => new FileInfo(d).LinkTarget).OfType<string>()
                    .Where(t => t.StartsWith(folder + "/", StringComparison.Ordinal))];
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue; // it has ended, or belongs to somebody else
            }
            if (files.Length > 0)
            {
                string name = server.LinesOf($"/proc/{pid}/comm").FirstOrDefault() ?? "a program";
                yield return ($"{name} (pid {pid})", string.Join(' ', server.LinesOf($"/proc/{pid}/cmdline")).Replace('\0', ' '), files);
            }
        }
    }
}
