using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Port143.Client.Doctor.Probes;

/// <summary>
/// Finds where on the way a connection stops: connects with a small time to live, and asks the kernel which router sent it
/// back (<c>IP_RECVERR</c>, ip(7)). This needs no right that a mail client has not, and sends what a mail client sends.
/// </summary>
public static partial class RouteProbe
{
    /// <summary>As far as is looked.</summary>
    public const int MaxHops = 24;

    private const int AtOnce = 8;
    private const int MessageErrorQueue = 0x2000; // MSG_ERRQUEUE
    private const int LevelIp = 0, LevelIpv6 = 41;
    private const int IpTtl = 2, IpReceiveErrors = 11, Ipv6UnicastHops = 16, Ipv6ReceiveErrors = 25;
    private const int OriginIcmp = 2, OriginIcmp6 = 3;

    /// <summary>The hops from the nearest on, up to the one that the port answers behind; empty where the system cannot tell.</summary>
    public static async Task<IReadOnlyList<RouteHop>> TraceAsync(IPEndPoint target, TimeSpan limit, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return [];
        }
        var hops = new List<RouteHop>();
        for (int first = 1; first <= MaxHops; first += AtOnce)
        {
            RouteHop[] some = await Task.WhenAll(Enumerable.Range(first, AtOnce).Select(ttl => ProbeAsync(target, ttl, limit, cancel))).ConfigureAwait(false);
            int end = Array.FindIndex(some, h => h.State is not RouteHopState.Silent and not RouteHopState.Router);
            hops.AddRange(end < 0 ? some : some[..(end + 1)]);
            if (end >= 0 || some.All(h => h.State == RouteHopState.Silent))
            {
                break;
            }
        }
        return hops;
    }

    private static async Task<RouteHop> ProbeAsync(IPEndPoint target, int ttl, TimeSpan limit, CancellationToken cancel)
    {
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        bool six = target.AddressFamily == AddressFamily.InterNetworkV6;
        Span<byte> value = stackalloc byte[4];
        BitConverter.TryWriteBytes(value, ttl);
        socket.SetRawSocketOption(six ? LevelIpv6 : LevelIp, six ? Ipv6UnicastHops : IpTtl, value);
        BitConverter.TryWriteBytes(value, 1);
        socket.SetRawSocketOption(six ? LevelIpv6 : LevelIp, six ? Ipv6ReceiveErrors : IpReceiveErrors, value);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit);
        try
        {
            await socket.ConnectAsync(target, timeout.Token).ConfigureAwait(false);
            return new RouteHop(ttl, RouteHopState.Answered, target.Address);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new RouteHop(ttl, RouteHopState.Silent, null);
        }
        catch (SocketException error)
        {
            (IPAddress? sender, bool expired) = ReadError(socket);
            return error.SocketErrorCode == SocketError.ConnectionRefused && sender is null ? new RouteHop(ttl, RouteHopState.Answered, target.Address)
                : sender is null ? new RouteHop(ttl, RouteHopState.Silent, null)
                : new RouteHop(ttl, expired ? RouteHopState.Router : RouteHopState.Refused, sender);
        }
    }

    // The sender of the ICMP message that ended the connection, and whether it was for the time to live.
    private static unsafe (IPAddress? Sender, bool Expired) ReadError(Socket socket)
    {
        byte* control = stackalloc byte[512];
        byte* name = stackalloc byte[128];
        byte* data = stackalloc byte[128];
        var vector = new IoVector { Base = data, Length = 128 };
        var message = new MessageHeader { Name = name, NameLength = 128, Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 512 };
        bool added = false;
        socket.SafeHandle.DangerousAddRef(ref added);
        try
        {
            if (recvmsg((int)socket.SafeHandle.DangerousGetHandle(), &message, MessageErrorQueue) < 0)
            {
                return (null, false);
            }
        }
        finally
        {
            socket.SafeHandle.DangerousRelease();
        }
        // cmsghdr: length 8, level 4, type 4; then sock_extended_err: errno 4, origin 1, type 1, code 1, pad 1, info 4, data 4; then
        // the sender's sockaddr.
        for (long at = 0; at + 16 <= (long)message.ControlLength;)
        {
            long length = *(long*)(control + at);
            int level = *(int*)(control + at + 8), type = *(int*)(control + at + 12);
            if (length < 16 || at + length > (long)message.ControlLength)
            {
                break;
            }
            byte* error = control + at + 16;
            byte origin = error[4], icmp = error[5];
            byte* sender = error + 16;
            if (level == LevelIp && type == IpReceiveErrors && origin == OriginIcmp && length >= 16 + 16 + 8)
            {
                return (new IPAddress(new ReadOnlySpan<byte>(sender + 4, 4)), icmp == 11);
            }
            if (level == LevelIpv6 && type == Ipv6ReceiveErrors && origin == OriginIcmp6 && length >= 16 + 16 + 24)
            {
                return (new IPAddress(new ReadOnlySpan<byte>(sender + 8, 16)), icmp == 3);
            }
            at += (length + 7) & ~7L;
        }
        return (null, false);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint recvmsg(int socket, MessageHeader* message, int flags);

    // struct iovec and struct msghdr on 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
