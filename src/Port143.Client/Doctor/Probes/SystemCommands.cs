using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Port143.Client.Doctor.Probes;

/// <summary>
/// Programs of this machine. They are found in the system's folders only, get the locale C and no input, and are ended when
/// they take longer than three seconds.
/// </summary>
public sealed class SystemCommands : ISystemCommands
{
    private const int MaxText = 32 * 1024 * 1024;
    private const int MaxError = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <inheritdoc/>
    public async Task<CommandOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        if (Folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["SYSTEMD_COLORS"] = "0";
        start.Environment["SYSTEMD_PAGER"] = "";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> error = ReadAsync(process.StandardError, MaxError, limit.Token);
            string text = await ReadAsync(process.StandardOutput, MaxText, limit.Token).ConfigureAwait(false);
            string errors = await error.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new CommandOutput(process.ExitCode, text, errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException || failure is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            End(process);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int most, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
        {
            // What is beyond is read and forgotten: a program whose output nobody takes does not end.
            text.Append(buffer, 0, Math.Min(read, most - text.Length));
        }
        return text.ToString();
    }

    private static void End(Process? process)
    {
        try
        {
            if (process is { HasExited: false })
            {
                process.Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }
        process?.Dispose();
    }
}
