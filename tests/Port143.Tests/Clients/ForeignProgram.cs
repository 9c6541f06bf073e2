using System.Diagnostics;
using System.Text;

namespace Port143.Tests.Clients;

/// <summary>Runs a mail client of somebody else, with a home folder of its own.</summary>
internal static class ForeignProgram
{
    public sealed record Outcome(int Code, byte[] Output, string Errors)
    {
        public string Text => Encoding.UTF8.GetString(Output);
    }

    /// <summary>Skips the test, visibly, where a program is not installed.</summary>
    public static void Need(string program)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(f => File.Exists(Path.Combine(f, program))))
        {
            Assert.Skip($"{program} is not installed");
        }
    }

    public static async Task<Outcome> RunAsync(string home, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TERM"] = "xterm";
        start.Environment["LINES"] = "24";
        start.Environment["COLUMNS"] = "80";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end; it said: {await errors}");
        }
        await copying;
        return new Outcome(process.ExitCode, output.ToArray(), await errors);
    }

    /// <summary>Runs it, and it must succeed.</summary>
    public static async Task<Outcome> OkAsync(string home, string program, params string[] arguments)
    {
        Outcome outcome = await RunAsync(home, program, arguments);
        Assert.True(outcome.Code == 0, $"{program} ended with {outcome.Code}\n{outcome.Text}\n{outcome.Errors}");
        return outcome;
    }
}
