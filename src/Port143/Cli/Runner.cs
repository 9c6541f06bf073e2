using System.CommandLine;
using Port143.Commands;
using Port143.Storage.Sqlite;

namespace Port143.Cli;

/// <summary>Runs a command line: the one place where what went wrong becomes a sentence and an exit code.</summary>
internal static class Runner
{
    /// <summary>Runs it and gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        ParseResult parsed = Verbs.CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                await Console.Error.WriteLineAsync("port143: " + message);
            }
            await Console.Error.WriteLineAsync($"port143: see {Path(parsed)} --help");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CliException error)
        {
            return await Fail(error.ExitCode, error.Message);
        }
        catch (SqliteException error)
        {
            return error.IsDiskFull
                ? await Fail(ExitCode.InputOutput, $"the disk is full ({error.Message}); make room and try again")
                : error.IsBusy
                ? await Fail(ExitCode.TemporaryFailure, $"another program holds the database ({error.Message}); try again")
                : await Fail(ExitCode.InputOutput, $"the database cannot be used: {error.Message}");
        }
        catch (UnauthorizedAccessException error)
        {
            return await Fail(ExitCode.NoPermission, $"{error.Message} Run as the owner of the data folder.");
        }
        catch (IOException error)
        {
            return await Fail(ExitCode.InputOutput, error.Message);
        }
        catch (OperationCanceledException)
        {
            return await Fail(ExitCode.TemporaryFailure, "interrupted");
        }
        catch (Exception error)
        {
            return await Fail(ExitCode.Software, $"this is a bug in port143, please report it with these lines:\n{error}");
        }
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
        {
            names.Insert(0, command.Command is RootCommand ? "port143" : command.Command.Name);
        }
        return string.Join(' ', names);
    }

    private static async Task<int> Fail(int code, string sentence)
    {
        await Console.Error.WriteLineAsync("port143: " + sentence);
        return code;
    }
}
