using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Tests;

/// <summary>A logger factory that keeps every line with its event id and level.</summary>
internal sealed class TestLogs : ILoggerFactory
{
    private readonly ConcurrentQueue<(EventId Id, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<(EventId Id, LogLevel Level, string Text)> Lines => [.. _lines];

    /// <summary>How often an event of this name was logged.</summary>
    public int Count(string eventName) => _lines.Count(l => l.Id.Name == eventName);

    /// <summary>What the server calls its own error, if it logged one.</summary>
    public IReadOnlyList<string> Bugs => [.. _lines.Where(l => l.Id.Name is "command_crashed" or "connection_crashed").Select(l => l.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(EventId, LogLevel, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= LogLevel.Debug;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? error, Func<TState, Exception?, string> format) =>
            lines.Enqueue((id, level, format(state, error) + (error is null ? "" : "\n" + error)));
    }
}
