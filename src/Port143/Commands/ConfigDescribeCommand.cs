using System.CommandLine;
using Port143.Cli;
using Port143.Configuration;

namespace Port143.Commands;

/// <summary><c>port143 config describe</c>: every key with its default, as a file to start from.</summary>
internal static class ConfigDescribeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("describe", $"Print a {ConfigFile.FileName} with every key, its default and what it does.");
        command.SetAction(_ =>
        {
            Console.Out.Write(ConfigDescriber.Describe());
            return ExitCode.Ok;
        });
        return command;
    }
}
