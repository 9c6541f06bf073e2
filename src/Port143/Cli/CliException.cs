namespace Port143.Cli;

/// <summary>Ends the program with a sentence on standard error: what, where, why and what to do.</summary>
internal sealed class CliException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The exit code (<see cref="Cli.ExitCode"/>).</summary>
    public int ExitCode { get; } = exitCode;
}
