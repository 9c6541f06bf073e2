using Microsoft.Extensions.Logging;

namespace Port143.Commands;

/// <summary>The log events of the process.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(1, LogLevel.Information, "started: version={Version} pid={Pid} data=\"{Data}\" {Ready}")]
    public static partial void Started(ILogger log, string version, int pid, string data, string ready);

    [LoggerMessage(2, LogLevel.Information, "stopping: signal={Signal}")]
    public static partial void Stopping(ILogger log, string signal);

    [LoggerMessage(3, LogLevel.Information, "stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(4, LogLevel.Warning, "stopping takes too long, what is left is abandoned")]
    public static partial void StopTookTooLong(ILogger log);

    [LoggerMessage(5, LogLevel.Error, "a task failed and nobody looked: a bug, please report it")]
    public static partial void Unobserved(ILogger log, Exception error);

    [LoggerMessage(6, LogLevel.Critical, "the process ends because of a bug, please report it")]
    public static partial void Fatal(ILogger log, Exception? error);
}
