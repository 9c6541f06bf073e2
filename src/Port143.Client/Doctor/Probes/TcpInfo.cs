using System.Buffers.Binary;
using System.Net.Sockets;

namespace Port143.Client.Doctor.Probes;

/// <summary>What the kernel knows of a connection (<c>TCP_INFO</c>, Linux): the network's own delay, without the server's.</summary>
/// <param name="RoundTrip">The smoothed round trip.</param>
/// <param name="Variation">How much it varies.</param>
/// <param name="Retransmitted">How many segments were sent again.</param>
/// <param name="SegmentSize">The largest segment, in bytes.</param>
/// <param name="PathMtu">The largest packet on the way, in bytes.</param>
public sealed record TcpInfo(TimeSpan RoundTrip, TimeSpan Variation, long Retransmitted, int SegmentSize, int PathMtu)
{
    private const int LevelTcp = 6;
    private const int OptionInfo = 11;

    /// <summary>Asks for a connected socket; null where the system does not tell.</summary>
    public static TcpInfo? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        // struct tcp_info: eight bytes of states, then 32-bit fields (linux/tcp.h).
        Span<byte> info = stackalloc byte[104];
        try
        {
            if (socket.GetRawSocketOption(LevelTcp, OptionInfo, info) < info.Length)
            {
                return null;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return null;
        }
        return new TcpInfo(
            TimeSpan.FromMicroseconds(Field(info, 15)), TimeSpan.FromMicroseconds(Field(info, 16)), Field(info, 23), (int)Field(info, 2), (int)Field(info, 13));
    }

    private static uint Field(ReadOnlySpan<byte> info, int number) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(info[(8 + 4 * number)..]) : BinaryPrimitives.ReadUInt32BigEndian(info[(8 + 4 * number)..]);
}
