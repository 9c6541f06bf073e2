using System.Diagnostics;
using Port143.Client.Doctor;

namespace Port143.Doctor;

/// <summary><c>--fix</c>: the commands of all remedies as a script to read; with <c>--apply</c> the harmless ones are run.</summary>
internal static class DoctorFix
{
    /// <summary>Prints, and runs what may be run.</summary>
    public static async Task RunAsync(DoctorReport report, bool apply, CancellationToken cancel)
    {
        foreach (CheckResult result in report.Results.Where(r => r.Finding.Status >= CheckStatus.Warn))
        {
            Console.Out.WriteLine($"# {result.Check.Id} {result.Check.Title}: {result.Finding.Message}");
            foreach (Remedy remedy in result.Finding.Remedies)
            {
                Console.Out.WriteLine($"#   {remedy.Text}");
                if (remedy.Command is { } command)
                {
                    Console.Out.WriteLine(command);
                    if (apply && remedy.MayApply)
                    {
                        await ApplyAsync(command, cancel);
                    }
                }
            }
        }
        if (!apply)
        {
            Console.Out.WriteLine("# Nothing was run. Read the commands, and run those you want.");
        }
    }

    private static async Task ApplyAsync(string command, CancellationToken cancel)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command } });
        await shell!.WaitForExitAsync(cancel);
        Console.Out.WriteLine(shell.ExitCode == 0 ? "#   done" : $"#   failed with exit code {shell.ExitCode}");
    }
}
