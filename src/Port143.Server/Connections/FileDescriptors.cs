using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Port143.Server.Connections;

/// <summary>
/// Keeps some of the process's file descriptors back for what is not a connection: databases, certificates, and above all
/// threads, for a runtime that cannot start one for want of a descriptor ends the process.
/// </summary>
internal static partial class FileDescriptors
{
    private const int LimitOfOpenFiles = 7; // RLIMIT_NOFILE on Linux
    private const ulong MaxReserve = 64;

    /// <summary>
    /// Whether a new connection sits on a descriptor that is kept back. The system gives out the lowest free number, so the
    /// number says how many are in use. Always false where that is not known.
    /// </summary>
    public static bool IsKeptBack(Socket socket) =>
        OperatingSystem.IsLinux() && GetLimit(LimitOfOpenFiles, out Limits limits) == 0
        && (ulong)socket.SafeHandle.DangerousGetHandle() >= limits.Now - Math.Min(MaxReserve, limits.Now / 8);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Now;
        public ulong Most;
    }
}
