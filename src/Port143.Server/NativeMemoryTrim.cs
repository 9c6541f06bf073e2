using System.Runtime.InteropServices;

namespace Port143.Server;

/// <summary>
/// Gives freed native memory back to the system: glibc keeps about 30 KiB for every TLS connection that was, and 50 KiB for every
/// decompressor.
/// </summary>
internal static partial class NativeMemoryTrim
{
    private static bool _missing = !OperatingSystem.IsLinux();

    /// <summary>So many decompressors are worth a look through the heap.</summary>
    private const int WorthIt = 100;

    private static int _decompressors;

    /// <summary>A decompressor was given back.</summary>
    public static void FreedDecompressor() => Interlocked.Increment(ref _decompressors);

    /// <summary>Does so if many decompressors were given back.</summary>
    public static void TrimIfWorthIt()
    {
        if (Volatile.Read(ref _decompressors) >= WorthIt)
        {
            Trim();
        }
    }

    /// <summary>Does so where the C library can.</summary>
    public static void Trim()
    {
        Volatile.Write(ref _decompressors, 0);
        if (_missing)
        {
            return;
        }
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            _missing = true; // musl
        }
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
