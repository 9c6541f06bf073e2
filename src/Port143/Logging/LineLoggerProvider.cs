using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Port143.Configuration;

namespace Port143.Logging;

/// <summary>
/// Writes each event as one line to standard error. A thread of its own writes, so that a reader that does not read holds up
/// no session: events wait in a bounded queue, and those that find it full are counted and the count is written later.
/// </summary>
internal sealed class LineLoggerProvider : ILoggerProvider
{
    private const int Capacity = 8192;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<byte[]> _lines = new(Capacity);
    private readonly Stream _output;
    private readonly Thread _writer;
    private int _dropped;

    /// <summary>Begins to write to a stream, in one of the formats.</summary>
    public LineLoggerProvider(Stream output, LogFormat format, TimeProvider time)
    {
        _output = output;
        Format = format;
        Time = time;
        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    internal LogFormat Format { get; }

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <summary>Writes what waits, for a second at the most.</summary>
    public void Dispose()
    {
        if (!_lines.IsAddingCompleted)
        {
            _lines.CompleteAdding();
            _writer.Join(LastWords);
        }
    }

    internal void Add(byte[] line)
    {
        try
        {
            if (!_lines.TryAdd(line))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
        catch (InvalidOperationException)
        {
            // Logged after the end: nobody is there to write it.
        }
    }

    private void Write()
    {
        foreach (byte[] line in _lines.GetConsumingEnumerable())
        {
            try
            {
                _output.Write(line);
                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and int dropped)
                {
                    _output.Write(LineFormatter.Format(
                        Format, Time.GetUtcNow(), LogLevel.Warning, "Log", 901, $"{dropped} events were not written: standard error was not read", [], null));
                }
                if (_lines.Count == 0)
                {
                    _output.Flush();
                }
            }
            catch (IOException)
            {
                // Standard error is closed; the server goes on without it.
            }
        }
    }
}
