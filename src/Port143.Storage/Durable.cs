using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Port143.Storage;

/// <summary>
/// Makes files and folders durable with errors that are seen. The BCL's own calls return normally when fsync fails on
/// Linux (.NET 10), so mail would be acknowledged that never reached the disk; see docs/decisions.
/// </summary>
public static partial class Durable
{
    private const int OpenReadOnly = 0;
    private const int OpenDirectory = 0x10000; // O_DIRECTORY on x86-64; ignored value elsewhere is harmless for a folder
    private const int Interrupted = 4;

    /// <summary>Waits until the file's bytes and length are on the disk; throws <see cref="IOException"/> when they are not.</summary>
    public static void SyncFile(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!FlushFileBuffers(file))
            {
                throw Error("FlushFileBuffers");
            }
            return;
        }
        bool added = false;
        file.DangerousAddRef(ref added);
        try
        {
            while (fsync((int)file.DangerousGetHandle()) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    throw Error("fsync");
                }
            }
        }
        finally
        {
            file.DangerousRelease();
        }
    }

    /// <summary>Waits until the entries of a folder are on the disk. On Windows the file system does this by itself.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        int folder = open(path, OpenReadOnly | (RuntimeInformation.OSArchitecture == Architecture.X64 ? OpenDirectory : 0));
        if (folder < 0)
        {
            throw Error("open " + path);
        }
        try
        {
            while (fsync(folder) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    throw Error("fsync " + path);
                }
            }
        }
        finally
        {
            _ = close(folder);
        }
    }

    /// <summary>
    /// Makes a folder for the owner alone, and the levels above it that are missing, and makes their entries durable.
    /// </summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        string? parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            CreateFolder(parent);
        }
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!string.IsNullOrEmpty(parent))
        {
            SyncFolder(parent);
        }
    }

    private static IOException Error(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushFileBuffers(SafeFileHandle file);
}
