using System.Runtime.InteropServices;

namespace Port143.Client.Doctor.Probes;

/// <summary>What the kernel knows of its clock (<c>adjtimex</c>).</summary>
/// <param name="Synchronised">Whether something keeps it right.</param>
/// <param name="MaxError">How wrong it may be at the most.</param>
public sealed partial record KernelClock(bool Synchronised, TimeSpan MaxError)
{
    private const int Unsynchronised = 0x40; // STA_UNSYNC in linux/timex.h
    private const int ErrorState = 5;        // TIME_ERROR

    /// <summary>Asks, without changing anything; null where the system does not tell.</summary>
    public static KernelClock? Read()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }
        var time = default(Timex);
        int state = adjtimex(ref time);
        return state < 0 ? null : new KernelClock(state != ErrorState && (time.Status & Unsynchronised) == 0, TimeSpan.FromMicroseconds(time.MaxError));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int adjtimex(ref Timex time);

    // struct timex on 64-bit machines: 208 bytes; modes 0 asks only.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Timex
    {
        [FieldOffset(0)]
        public uint Modes;
        [FieldOffset(24)]
        public long MaxError;
        [FieldOffset(40)]
        public int Status;
    }
}
