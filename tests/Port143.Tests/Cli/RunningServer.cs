using System.Diagnostics;

namespace Port143.Tests.Cli;

/// <summary>A server as a process of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningServer(Process process, Task<string> errors, string ready)
    {
        _process = process;
        _errors = errors;
        ReadyLine = ready;
    }

    public string ReadyLine { get; }

    public int ProcessId => _process.Id;

    public static async Task<RunningServer> StartAsync(string data, (string Name, string Value)? variable, params string[] options)
    {
        ProcessStartInfo start = Port143Process.StartInfo(["serve", "--data", data, .. options]);
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return ready is not null ? new RunningServer(process, errors, ready) : throw new InvalidOperationException(await errors);
    }

    /// <summary>HOST:PORT of a listener.</summary>
    public string Address(string listener) =>
        ReadyLine.Split(' ').Single(word => word.StartsWith(listener + "=", StringComparison.Ordinal))[(listener.Length + 1)..];

    public int Port(string listener) => int.Parse(Address(listener).Split(':')[^1]);

    /// <summary>Sends SIGTERM and gives the exit code, what else stood on standard output, and standard error.</summary>
    public async Task<(int Code, string Output, string Errors)> StopAsync(string signal = "TERM")
    {
        using (Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return (_process.ExitCode, await _process.StandardOutput.ReadToEndAsync(), await _errors);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
        return default;
    }
}
