using System.Diagnostics;

namespace Port143.Load.Measure;

/// <summary>How long each of many operations took.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    /// <summary>Does something and notes how long it took.</summary>
    public void Time(Action operation)
    {
        long start = Stopwatch.GetTimestamp();
        operation();
        Add(Stopwatch.GetElapsedTime(start));
    }

    public void Add(TimeSpan elapsed) => _milliseconds.Add(elapsed.TotalMilliseconds);

    /// <summary>Takes over those of another thread.</summary>
    public void Add(Latencies other)
    {
        lock (_milliseconds)
        {
            _milliseconds.AddRange(other._milliseconds);
        }
    }

    /// <summary>The quantile in milliseconds: 0.5 is the median.</summary>
    public double Quantile(double quantile)
    {
        _milliseconds.Sort();
        return _milliseconds.Count == 0 ? 0 : _milliseconds[Math.Min(_milliseconds.Count - 1, (int)(quantile * _milliseconds.Count))];
    }
}
