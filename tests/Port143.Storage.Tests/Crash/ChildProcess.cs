using System.Diagnostics;

namespace Port143.Storage.Tests.Crash;

/// <summary>
/// Runs one method of <see cref="ChildRoles"/> in a process of its own: this very program, told to run that explicit test
/// alone, and perhaps under a tool that injects faults.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private ChildProcess(Process process) => _process = process;

    /// <summary>What it wrote to standard error with <see cref="ChildRoles.Say"/>, so far.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public static bool CanRun(string tool, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(tool, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public static ChildProcess Start(string role, string folder, int seed, params string[] tool)
    {
        string[] self =
        [
            Path.Combine(AppContext.BaseDirectory, "Port143.Storage.Tests"), "--explicit", "only", "--progress", "off",
            "--filter-method", $"{typeof(ChildRoles).FullName}.{role}",
        ];
        string[] all = [.. tool, .. self];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["PORT143_CHILD_FOLDER"] = folder;
        start.Environment["PORT143_CHILD_SEED"] = $"{seed}";
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process);
        process.OutputDataReceived += child.Take;
        process.ErrorDataReceived += child.Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    public async Task WaitForAsync(Func<string[], bool> enough)
    {
        var time = Stopwatch.StartNew();
        while (!enough(Lines))
        {
            Assert.False(_process.HasExited, string.Join('\n', Lines));
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(60), "the child is stuck:\n" + string.Join('\n', Lines));
            await Task.Delay(5);
        }
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end; it must have succeeded.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await _process.WaitForExitAsync(limit.Token);
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}:\n" + string.Join('\n', Lines));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            if (line.Data is { } text)
            {
                _lines.Add(text);
            }
        }
    }
}
