using System.Diagnostics;
using Port143.Client.Doctor;

namespace Port143.Doctor;

/// <summary>
/// <c>--fix</c>: the commands of all remedies as a script for a shell to read, each once; what is a line for a file, or has a
/// word to fill in, stands there as a comment. With <c>--apply</c> the harmless ones are run.
/// </summary>
internal static class DoctorFix
{
    /// <summary>Prints, and runs what may be run.</summary>
    public static async Task RunAsync(DoctorReport report, bool apply, CancellationToken cancel)
    {
        CheckResult[] wrong = [.. report.Results.Where(r => r.Finding.Status >= CheckStatus.Warn)];
        var printed = new HashSet<string>(StringComparer.Ordinal);
        int ran = 0;
        foreach (CheckResult result in wrong)
        {
            Console.Out.WriteLine($"# {result.Check.Id} {result.Check.Title}: {OneLine(result.Finding.Message)}");
            foreach (Remedy remedy in result.Finding.Remedies)
            {
                Console.Out.WriteLine($"#   {OneLine(remedy.Text)}");
                if (remedy.Command is not { } command)
                {
                    continue;
                }
                if (!remedy.IsComplete || !printed.Add(command))
                {
                    Console.Out.WriteLine($"#     {OneLine(command)}");
                    continue;
                }
                Console.Out.WriteLine(command);
                if (apply && remedy.MayApply)
                {
                    ran++;
                    await ApplyAsync(command, cancel);
                }
            }
        }
        Console.Out.WriteLine(
            wrong.Length == 0 ? "# Nothing is to be mended."
            : !apply ? "# Nothing was run. Read the commands, and run those you want."
            : ran == 0 ? "# Nothing was run: none of these changes this machine alone and can be undone. Read them, and run those you want."
            : "# The other commands were not run. Read them, and run those you want.");
    }

    // What a server said may stand in a message; a script must not begin a new line with it.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static async Task ApplyAsync(string command, CancellationToken cancel)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command } });
        await shell!.WaitForExitAsync(cancel);
        Console.Out.WriteLine(shell.ExitCode == 0 ? "#   done" : $"#   failed with exit code {shell.ExitCode}");
    }
}
