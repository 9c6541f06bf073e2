using System.CommandLine;
using Port143.Storage;

namespace Port143.Cli;

/// <summary>The data folder that a verb works on.</summary>
internal static class DataFolder
{
    /// <summary>The environment variable that stands in for the option.</summary>
    public const string Variable = "PORT143_DATA";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The option that names it; each verb has its own.</summary>
    public static Option<string> CreateOption() => new("--data")
    {
        Description = $"The data folder. Without it, the variable {Variable} says where it is.",
        HelpName = "DIR",
    };

    /// <summary>The full path of a folder that is there.</summary>
    public static string ExistingFolder(ParseResult parsed, Option<string> option)
    {
        string path = FullPath(parsed, option);
        return Directory.Exists(path) ? path : throw new CliException(
            ExitCode.NoInput, $"there is no folder {path}; correct --data, or make the first account with port143 account add");
    }

    /// <summary>The full path of a folder that holds Port143's data already.</summary>
    public static string Existing(ParseResult parsed, Option<string> option)
    {
        string path = ExistingFolder(parsed, option);
        if (!File.Exists(Path.Combine(path, SqliteDirectory.FileName)))
        {
            throw new CliException(
                ExitCode.NoInput, $"{path} holds no data of port143; correct --data, or make the first account with port143 account add");
        }
        return path;
    }

    /// <summary>The full path of a folder, which is made when only itself is missing: a mistyped parent is more likely.</summary>
    public static string ExistingOrNew(ParseResult parsed, Option<string> option)
    {
        string path = FullPath(parsed, option);
        if (Directory.Exists(path))
        {
            return path;
        }
        if (File.Exists(path))
        {
            throw new CliException(ExitCode.CannotCreate, $"{path} is a file; --data names a folder");
        }
        string? parent = Path.GetDirectoryName(path);
        if (parent is null || !Directory.Exists(parent))
        {
            throw new CliException(ExitCode.NoInput, $"there is no folder {parent}; create it, or correct --data {path}");
        }
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, Private);
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new CliException(ExitCode.NoPermission, $"the data folder {path} cannot be made: no right to write in {parent}; run as its owner or choose another", error);
        }
        catch (IOException error)
        {
            throw new CliException(ExitCode.CannotCreate, $"the data folder {path} cannot be made ({error.Message})", error);
        }
        return path;
    }

    /// <summary>Opens the directory of a data folder, and says in one sentence why that cannot be done.</summary>
    public static SqliteDirectory OpenDirectory(string path)
    {
        try
        {
            return SqliteDirectory.Open(path, TimeProvider.System);
        }
        catch (UnauthorizedAccessException error)
        {
            throw NotWritable(path, error);
        }
        catch (InvalidDataException error)
        {
            throw new CliException(ExitCode.Data, error.Message, error);
        }
        catch (IOException error)
        {
            throw new CliException(
                ExitCode.InputOutput, $"the directory in {path} cannot be opened ({error.Message}); is the file yours, and is the disk full?", error);
        }
    }

    /// <summary>What to say when a data folder cannot be written.</summary>
    public static CliException NotWritable(string path, Exception cause) => new(
        ExitCode.NoPermission,
        $"no right to write in {path} as user {Environment.UserName}; run as the owner of the folder, or give it to this user with chown", cause);

    private static string FullPath(ParseResult parsed, Option<string> option)
    {
        string? path = parsed.GetValue(option);
        if (string.IsNullOrEmpty(path))
        {
            path = Environment.GetEnvironmentVariable(Variable);
        }
        if (string.IsNullOrEmpty(path))
        {
            throw new CliException(ExitCode.Usage, $"--data DIR is missing: name the data folder, or set {Variable}");
        }
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }
}
