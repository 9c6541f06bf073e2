using System.Runtime.InteropServices;

namespace Port143.Cli;

/// <summary>What is set once for the whole process.</summary>
internal static partial class ProcessSetup
{
    /// <summary>Files and folders that are made from now on belong to this user alone, whatever shell started the program.</summary>
    public static void KeepFilesPrivate()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = umask(0x3F); // 077
        }
    }

    [LibraryImport("libc")]
    private static partial uint umask(uint mask);
}
