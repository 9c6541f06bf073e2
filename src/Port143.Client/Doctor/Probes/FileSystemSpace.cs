using System.Runtime.InteropServices;

namespace Port143.Client.Doctor.Probes;

/// <summary>The room on the disk of a folder, for a user without special rights.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="FreeBytes">What is free of it.</param>
/// <param name="Files">How many files it can have; 0 where there is no such limit.</param>
/// <param name="FreeFiles">How many more it can have.</param>
public sealed partial record FileSystemSpace(long Bytes, long FreeBytes, long Files, long FreeFiles)
{
    /// <summary>The free part, 0 to 1.</summary>
    public double FreeBytesShare => Bytes == 0 ? 1 : (double)FreeBytes / Bytes;

    /// <summary>The free part of the files, 0 to 1.</summary>
    public double FreeFilesShare => Files == 0 ? 1 : (double)FreeFiles / Files;

    /// <summary>Asks for a folder; null when it is not there, or the system does not tell.</summary>
    public static FileSystemSpace? Of(string folder)
    {
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64)
        {
            return statvfs(folder, out StatVfs s) == 0
                ? new FileSystemSpace((long)(s.Blocks * s.FragmentSize), (long)(s.BlocksAvailable * s.FragmentSize), (long)s.Files, (long)s.FilesAvailable) : null;
        }
        try
        {
            var drive = new DriveInfo(folder);
            return new FileSystemSpace(drive.TotalSize, drive.AvailableFreeSpace, 0, 0);
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            return null;
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statvfs(string path, out StatVfs buffer);

    // struct statvfs of glibc and musl on 64-bit machines.
    [StructLayout(LayoutKind.Sequential)]
    private struct StatVfs
    {
        public ulong BlockSize;
        public ulong FragmentSize;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
        public ulong Files;
        public ulong FilesFree;
        public ulong FilesAvailable;
        public ulong Id;
        public ulong Flags;
        public ulong MaxName;
        private readonly long _spare1;
        private readonly long _spare2;
        private readonly long _spare3;
    }
}
