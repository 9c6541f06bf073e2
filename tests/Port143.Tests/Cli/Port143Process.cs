using System.Diagnostics;
using System.Text;

namespace Port143.Tests.Cli;

/// <summary>Runs the built program as a user would.</summary>
internal static class Port143Process
{
    public sealed record Outcome(int Code, string Output, string Errors);

    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "port143.exe" : "port143"), arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("PORT143_DATA");
        return start;
    }

    public static Task<Outcome> RunAsync(params string[] arguments) => RunAsync("", arguments);

    public static async Task<Outcome> RunAsync(string input, string[] arguments, (string Name, string Value)? variable = null)
    {
        ProcessStartInfo start = StartInfo(arguments);
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new Outcome(process.ExitCode, output, await errors);
    }
}
