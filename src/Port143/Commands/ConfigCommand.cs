using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 config</c>: the verbs about the configuration.</summary>
internal static class ConfigCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("config", "Describe and check the configuration.")
    {
        ConfigDescribeCommand.Create(),
        ConfigCheckCommand.Create(),
    };
}
