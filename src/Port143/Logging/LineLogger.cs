using Microsoft.Extensions.Logging;

namespace Port143.Logging;

/// <summary>The logger of one category.</summary>
internal sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            provider.Add(LineFormatter.Format(
                provider.Format, provider.Time.GetUtcNow(), logLevel, category, eventId.Id, formatter(state, exception),
                state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
        }
    }
}
