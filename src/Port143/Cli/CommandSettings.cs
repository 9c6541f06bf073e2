using Port143.Configuration;

namespace Port143.Cli;

/// <summary>Reads the configuration for a verb.</summary>
internal static class CommandSettings
{
    /// <summary>Everything, with what is wrong with it.</summary>
    public static (Settings Settings, IReadOnlyList<ConfigFinding> Findings, int Count) Read(
        string data, IEnumerable<(ConfigKey Key, string Text)> options)
    {
        try
        {
            return ConfigLoader.Load(data, Environment.GetEnvironmentVariables(), options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                ExitCode.NoInput, $"{Path.Combine(data, ConfigFile.FileName)} cannot be read ({error.Message}); make it readable for user {Environment.UserName}", error);
        }
    }

    /// <summary>The settings; when something is wrong with them, everything that is, on standard error, and the end.</summary>
    public static Settings ReadOrFail(string data, IReadOnlyList<(ConfigKey Key, string Text)> options)
    {
        (Settings settings, IReadOnlyList<ConfigFinding> findings, _) = Read(data, options);
        if (findings.Count == 0)
        {
            return settings;
        }
        foreach (ConfigFinding finding in findings)
        {
            Console.Error.WriteLine(finding);
        }
        bool onlyOptions = findings.All(f => f.Place.Source.StartsWith("--", StringComparison.Ordinal));
        throw new CliException(
            onlyOptions ? ExitCode.Usage : ExitCode.Configuration,
            onlyOptions ? "correct the options above; port143 serve --help lists them" : "correct the configuration; nothing was started");
    }
}
