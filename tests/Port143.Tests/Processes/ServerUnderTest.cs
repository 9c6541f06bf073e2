using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Port143.Tests.Cli;

namespace Port143.Tests.Processes;

/// <summary>The built program, serving a data folder on ports of 127.0.0.1 that the system chose.</summary>
internal sealed partial class ServerUnderTest : IAsyncDisposable
{
    /// <summary>What every account in these tests has.</summary>
    public const string Password = "correct horse battery";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly Dictionary<string, int> _ports = [];
    private Task _reading = Task.CompletedTask;

    private ServerUnderTest(Process process) => _process = process;

    /// <summary>The line on standard output.</summary>
    public string ReadyLine { get; private set; } = "";

    public int Imap => _ports["imap"];

    public int Imaps => _ports["imaps"];

    public int Lmtp => _ports["lmtp"];

    public int Pid => _process.Id;

    /// <summary>What came on standard output after the ready line; complete when the process has ended.</summary>
    public Task<string> RestOfOutput { get; private set; } = Task.FromResult("");

    /// <summary>The log so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>The log's lines at error level or above.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Log.Where(l => l.Contains(" error   ", StringComparison.Ordinal) || l.Contains(" fatal   ", StringComparison.Ordinal))];

    /// <summary>Memory that the process holds, in octets.</summary>
    public long ResidentBytes => ReadStatus("VmRSS:");

    /// <summary>The most it ever held.</summary>
    public long PeakResidentBytes => ReadStatus("VmHWM:");

    /// <summary>Starts it and waits until it is ready. An option given here replaces the usual one.</summary>
    public static async Task<ServerUnderTest> StartAsync(string data, params string[] options)
    {
        var arguments = new List<string> { "serve", "--data", data };
        foreach (string listener in (string[])["--imap", "--imaps", "--lmtp"])
        {
            if (!options.Contains(listener))
            {
                arguments.AddRange([listener, "127.0.0.1:0"]);
            }
        }
        var server = new ServerUnderTest(Process.Start(Port143Process.StartInfo([.. arguments, .. options]))!);
        server._process.StandardInput.Close();
        server._reading = server.ReadLogAsync();
        string? line = await server._process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null)
        {
            await server.ExitAsync(Patience);
            Assert.Fail("the server did not start: " + string.Join('\n', server.Log));
        }
        server.ReadyLine = line;
        server.RestOfOutput = server._process.StandardOutput.ReadToEndAsync();
        foreach (string word in line.Split(' ').Skip(1))
        {
            string address = word[(word.IndexOf('=') + 1)..];
            if (int.TryParse(address[(address.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
            {
                server._ports[word[..word.IndexOf('=')]] = port;
            }
        }
        return server;
    }

    /// <summary>Makes an account whose password is <see cref="Password"/>.</summary>
    public static async Task AddAccountAsync(string data, string address)
    {
        Port143Process.Outcome added = await Port143Process.RunAsync(
            Password + "\n", ["account", "add", address, "--password-stdin", "--data", data]);
        Assert.Equal((0, ""), (added.Code, added.Output));
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync(Patience);
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate() => Assert.Equal(0, kill(Pid, 15));

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        await _reading.WaitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>An orderly end, which must go well and leave no error in the log.</summary>
    public async Task StopAsync()
    {
        Terminate();
        Assert.Equal(0, await ExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Empty(Errors);
    }

    /// <summary>Waits until a line of the log satisfies the condition.</summary>
    public async Task<string> WaitForLogAsync(Func<string, bool> condition)
    {
        for (long end = Environment.TickCount64 + 30_000; Environment.TickCount64 < end; await Task.Delay(50))
        {
            if (Log.FirstOrDefault(condition) is { } line)
            {
                return line;
            }
        }
        Assert.Fail("the line never came; the log:\n" + string.Join('\n', Log));
        return "";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
        // Shown when the test failed.
        TestContext.Current.TestOutputHelper?.WriteLine("the end of the server's log:\n" + string.Join('\n', Log.TakeLast(40)));
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }

    private long ReadStatus(string field)
    {
        string line = File.ReadLines($"/proc/{Pid}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
