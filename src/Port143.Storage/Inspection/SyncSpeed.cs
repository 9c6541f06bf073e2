using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Port143.Storage.Inspection;

/// <summary>How long a disk takes to make a small write safe, as every delivery does.</summary>
/// <param name="Median">The middle one.</param>
/// <param name="Slowest">The one in a hundred that takes longest.</param>
/// <param name="Count">How many were made.</param>
public sealed record SyncSpeed(TimeSpan Median, TimeSpan Slowest, int Count)
{
    private const int MostWrites = 200;
    private const int Page = 4096;

    /// <summary>
    /// Writes and syncs pages of a file that is made in a folder and deleted again, at most 200 of them and for at most
    /// this time. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when that fails.
    /// </summary>
    public static SyncSpeed Measure(string folder, TimeSpan limit)
    {
        string path = Path.Combine(folder, $".doctor-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var times = new List<TimeSpan>(MostWrites);
        byte[] page = new byte[Page];
        long start = Stopwatch.GetTimestamp();
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.DeleteOnClose))
        {
            for (int i = 0; i < MostWrites && (i < 3 || Stopwatch.GetElapsedTime(start) < limit); i++)
            {
                page[0] = (byte)i;
                long begin = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, page, (long)i * Page);
                Durable.SyncFile(file);
                times.Add(Stopwatch.GetElapsedTime(begin));
            }
        }
        times.Sort();
        return new SyncSpeed(times[times.Count / 2], times[times.Count * 99 / 100], times.Count);
    }
}
