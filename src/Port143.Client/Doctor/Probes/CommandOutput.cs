namespace Port143.Client.Doctor.Probes;

/// <summary>What a program said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Text">Its standard output, at most 32 MiB.</param>
/// <param name="Error">Its standard error, at most 64 KiB.</param>
public sealed record CommandOutput(int ExitCode, string Text, string Error)
{
    /// <summary>The lines of <see cref="Text"/> without empty ones.</summary>
    public IEnumerable<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The value behind <c>NAME=</c> in lines such as those of <c>systemctl show</c>; null without one.</summary>
    public string? Value(string name) =>
        Lines.FirstOrDefault(l => l.StartsWith(name + "=", StringComparison.Ordinal)) is { } line && line.Length > name.Length + 1 ? line[(name.Length + 1)..] : null;
}
