using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Port143.Server.Connections;

/// <summary>
/// The system calls for bytes that go from a file to a socket: sendfile(2), which copies nothing, and pread(2) where that does not
/// take any more.
/// </summary>
internal static unsafe partial class SendFile
{
    private const int Interrupted = 4; // EINTR

    /// <summary>Whether <see cref="TrySend"/> is there. The system call differs elsewhere.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>
    /// Sends as much as the socket takes at once. Returns 0 when that is nothing, be it that the client does not read or that
    /// the connection broke: an ordinary send waits for the one and tells the other.
    /// </summary>
    public static long TrySend(Socket socket, FileRange range)
    {
        while (true)
        {
            long offset = range.Offset;
            nint sent = sendfile(socket.SafeHandle, range.Descriptor, ref offset, (nint)range.Length);
            if (sent >= 0 || Marshal.GetLastPInvokeError() != Interrupted)
            {
                return Math.Max(sent, 0);
            }
        }
    }

    /// <summary>Reads from where the range begins. Throws <see cref="IOException"/> where the file cannot be read or has ended.</summary>
    public static int Read(FileRange range, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            while (true)
            {
                nint read = pread(range.Descriptor, bytes, (nint)Math.Min(buffer.Length, range.Length), range.Offset);
                if (read > 0)
                {
                    return (int)read;
                }
                int error = read == 0 ? 0 : Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                {
                    throw new IOException(error == 0
                        ? "the file of a message is shorter than its row says"
                        : $"the file of a message cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");
                }
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendfile(SafeSocketHandle to, nint from, ref long offset, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(nint from, byte* buffer, nint count, long offset);
}
