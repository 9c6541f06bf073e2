namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S22: mail, passwords and configuration are readable by nobody but the service.</summary>
internal sealed class S22Permissions() : DoctorCheck("S22", "permissions", CheckGroup.Storage)
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        if (OperatingSystem.IsWindows() || !Directory.Exists(server.DataFolder))
        {
            return Task.FromResult(Finding.Skipped(OperatingSystem.IsWindows() ? "modes of files are a matter of Unix" : "there is no data folder yet"));
        }
        // A folder that others may not enter hides what is in it.
        bool entered = (File.GetUnixFileMode(server.DataFolder) & UnixFileMode.OtherExecute) != 0;
        var open = new List<string>();
        foreach (string path in (string[])[server.DataFolder, Path.Combine(server.DataFolder, "directory.db"), Path.Combine(server.DataFolder, "accounts"), server.ConfigurationFile, server.KeyFile])
        {
            bool inside = path.StartsWith(server.DataFolder + "/", StringComparison.Ordinal);
            if ((File.Exists(path) || Directory.Exists(path)) && (!inside || entered) && (File.GetUnixFileMode(path) & Others) != 0)
            {
                open.Add(path);
            }
        }
        return Task.FromResult(open.Count == 0 ? Finding.Ok("others see nothing")
            : Finding.Fail($"{open[0]} can be read by everybody on this machine.").With(open.Skip(1).Select(p => p + " as well"))
                .Do("Keep it to the service's user.", $"chmod o-rwx {string.Join(' ', open)}", mayApply: true));
    }
}
