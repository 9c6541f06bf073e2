using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Port143.Client.Doctor.Probes;

/// <summary>
/// Sends a ClientHello of its own and reads what the server chooses: the system's TLS library refuses to offer the old
/// versions and suites that must be looked for (RFC 5246 section 7.4.1, RFC 8446 section 4.1.2).
/// </summary>
public static class HelloProbe
{
    private const byte HandshakeRecord = 22;
    private const byte ServerHello = 2;

    /// <summary>TLS 1.0 to 1.3 as they stand on the wire.</summary>
    public const int Tls10 = 0x0301, Tls11 = 0x0302, Tls12 = 0x0303, Tls13 = 0x0304;

    /// <summary>Offers one version with these suites on a port that begins with TLS; not accepted when anything goes wrong.</summary>
    public static async Task<HelloAnswer> OfferAsync(IPEndPoint endpoint, string name, int version, ushort[] suites, CancellationToken cancel)
    {
        (_, Socket? socket) = await PortProbe.ConnectAsync(endpoint, TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return default;
        }
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await stream.WriteAsync(Hello(name, version, suites), limit.Token).ConfigureAwait(false);
            var record = new byte[5 + 512];
            int read = await stream.ReadAtLeastAsync(record, 5 + 4 + 2 + 32 + 1, throwOnEndOfStream: false, limit.Token).ConfigureAwait(false);
            return Read(record.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return default;
        }
    }

    private static HelloAnswer Read(ReadOnlySpan<byte> record)
    {
        // record header 5, handshake header 4, version 2, random 32, session id 1 + n, suite 2, compression 1, extensions
        if (record.Length < 44 || record[0] != HandshakeRecord || record[5] != ServerHello)
        {
            return default;
        }
        int at = 43 + 1 + record[43];
        if (record.Length < at + 2)
        {
            return default;
        }
        int version = BinaryPrimitives.ReadUInt16BigEndian(record[9..]), suite = BinaryPrimitives.ReadUInt16BigEndian(record[at..]);
        // In TLS 1.3 the version stands in an extension; its suites have a range of their own.
        return new HelloAnswer(true, suite >> 8 == 0x13 ? Tls13 : version, suite);
    }

    private static byte[] Hello(string name, int version, ushort[] suites)
    {
        var body = new List<byte>();
        Number(body, Math.Min(version, Tls12));
        body.AddRange(RandomNumberGenerator.GetBytes(32));
        body.Add(0); // no session
        Number(body, suites.Length * 2);
        foreach (ushort suite in suites)
        {
            Number(body, suite);
        }
        body.AddRange([1, 0]); // no compression
        List<byte> extensions = Extensions(name, version);
        Number(body, extensions.Count);
        body.AddRange(extensions);
        var record = new List<byte> { HandshakeRecord, 3, 1 };
        Number(record, body.Count + 4);
        record.AddRange([1, 0]);
        Number(record, body.Count);
        record.AddRange(body);
        return [.. record];
    }

    private static List<byte> Extensions(string name, int version)
    {
        var all = new List<byte>();
        if (!IPAddress.TryParse(name, out _))
        {
            byte[] host = Encoding.ASCII.GetBytes(name);
            var sni = new List<byte>();
            Number(sni, host.Length + 3);
            sni.Add(0);
            Number(sni, host.Length);
            sni.AddRange(host);
            Add(all, 0, sni);
        }
        Add(all, 10, [0, 6, 0, 0x1D, 0, 0x17, 0, 0x18]);                                                   // x25519, P-256, P-384
        Add(all, 11, [1, 0]);                                                                             // uncompressed points
        Add(all, 13, [0, 20, 4, 3, 5, 3, 6, 3, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 2, 1]);               // signatures, SHA-1 the last
        if (version == Tls13)
        {
            Add(all, 43, [2, 3, 4]);
            using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            ECPoint point = key.ExportParameters(false).Q;
            var share = new List<byte> { 0, 0x17 };
            Number(share, 65);
            share.Add(4);
            share.AddRange(point.X!);
            share.AddRange(point.Y!);
            var shares = new List<byte>();
            Number(shares, share.Count);
            shares.AddRange(share);
            Add(all, 51, shares);
        }
        return all;
    }

    private static void Add(List<byte> all, int type, IReadOnlyCollection<byte> data)
    {
        Number(all, type);
        Number(all, data.Count);
        all.AddRange(data);
    }

    private static void Number(List<byte> bytes, int value) => bytes.AddRange([(byte)(value >> 8), (byte)value]);
}
