using System.Runtime.InteropServices;

namespace Port143.Server;

/// <summary>Gives freed native memory back to the system: glibc keeps about 30 KiB for every TLS connection that was.</summary>
internal static partial class NativeMemoryTrim
{
    private static bool _missing = !OperatingSystem.IsLinux();

    /// <summary>Does so where the C library can.</summary>
    public static void Trim()
    {
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
