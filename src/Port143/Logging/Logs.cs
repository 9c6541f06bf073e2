using Microsoft.Extensions.Logging;
using Port143.Configuration;

namespace Port143.Logging;

/// <summary>Sets up logging.</summary>
internal static class Logs
{
    /// <summary>A factory that writes to standard error as the settings say. Disposing of it writes what waits.</summary>
    public static LoggerFactory Create(Settings settings)
    {
        var filter = new LoggerFilterOptions { MinLevel = settings.LogLevel };
        // What the framework says of its own work is for who debugs it.
        if (settings.LogLevel is LogLevel.Information)
        {
            filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        }
        return new LoggerFactory([new LineLoggerProvider(Console.OpenStandardError(), settings.LogFormat, TimeProvider.System)], filter);
    }
}
