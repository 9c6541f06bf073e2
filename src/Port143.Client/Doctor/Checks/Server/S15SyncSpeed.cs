using Port143.Storage.Inspection;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S15: the disk makes writes safe, and soon enough.</summary>
internal sealed class S15SyncSpeed() : DoctorCheck("S15", "speed and truth of fsync", CheckGroup.Storage)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TooFast = TimeSpan.FromMicroseconds(12); // no bus and no flash is so quick

    /// <summary>How it is measured; another way in tests.</summary>
    public Func<string, TimeSpan, SyncSpeed> Measure { get; init; } = SyncSpeed.Measure;

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel) => Task.Run(
        () =>
        {
            SyncSpeed speed;
            try
            {
                speed = Measure(examination.Server.DataFolder, Limit);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Finding.Skipped($"no file can be made in {examination.Server.DataFolder}: {error.Message}");
            }
            Finding finding = speed.Median > Slow
                ? Finding.Warn($"Writing safely takes {speed.Median.TotalMilliseconds:F0} ms: deliveries will crawl.").Because("a slow or busy disk, or one over the network")
                    .Do("See who uses the disk; put the data folder on a faster one.", "iostat -x 1 5")
                : speed.Median < TooFast
                    ? Finding.Warn($"fsync returns after {speed.Median.TotalMicroseconds:F0} µs: this disk does not really write, and a power loss takes mail that was accepted.")
                        .Because("a file system in memory, or a virtual disk whose cache mode ignores flushes").Do("Use another disk, or the cache mode none or writethrough for the virtual one.")
                    : Finding.Ok($"{speed.Median.TotalMilliseconds:F2} ms, the slowest {speed.Slowest.TotalMilliseconds:F1} ms");
            return finding.Saw("median", speed.Median).Saw("slowest of a hundred", speed.Slowest).Saw("writes", speed.Count);
        }, cancel);
}
