using System.Diagnostics;
using System.Net.Sockets;

namespace Port143.Load.Net;

/// <summary>Starts and stops the server by its script (bench/peers).</summary>
internal static class ServerScript
{
    public static void Restart(Target target)
    {
        if (target.Script is not null)
        {
            Run(target, "stop");
            Run(target, "start");
        }
    }

    /// <summary>Runs the script with a verb and waits for its end.</summary>
    public static void Run(Target target, string verb)
    {
        using Process process = Start(target, verb);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException($"{target.Script} {verb} ended with {process.ExitCode}");
        }
    }

    /// <summary>Starts the server; how long until a client reads its greeting.</summary>
    public static TimeSpan StartToGreeting(Target target)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(target, "spawn");
        while (true)
        {
            try
            {
                using var connection = new ImapConnection(target.Imap);
                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                process.WaitForExit(); // it only starts the server
                return elapsed;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                if (Stopwatch.GetElapsedTime(start).TotalSeconds > 30)
                {
                    throw;
                }
                Thread.Sleep(1);
            }
        }
    }

    private static Process Start(Target target, string verb) =>
        Process.Start(new ProcessStartInfo("bash", [target.Script ?? throw new ArgumentException("this workload needs --script FILE"), verb]))!;
}
