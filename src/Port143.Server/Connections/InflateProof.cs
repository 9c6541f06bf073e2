using System.IO.Compression;
using System.Security.Cryptography;

namespace Port143.Server.Connections;

/// <summary>
/// Whether the compressed octets received so far end with a block. The decompressor does not tell, so another one is asked: it gets
/// what came before, the latest octets once more, and behind them a stored block of random octets. It tells all of it again only if a
/// block has ended where that one begins. Costs some ten microseconds, once for each silence.
/// </summary>
internal static class InflateProof
{
    /// <summary>How many octets the latest must have meant, to prove that they began where a block did: an empty line.</summary>
    public const int LeastOutput = 2;

    /// <summary>How many they may have meant.</summary>
    public const int MostOutput = CompressedSource.MaxSinceMark;

    private const int ProbeLength = 16;

    /// <summary>Whether a block has ended; false where it cannot be proved.</summary>
    /// <param name="history">What was decompressed so far, or the end of it.</param>
    /// <param name="latest">How many octets of it the latest compressed octets meant.</param>
    /// <param name="compressed">These, from the end of a block on.</param>
    public static bool EndsBlock(ReadOnlySpan<byte> history, int latest, ReadOnlySpan<byte> compressed)
    {
        if (latest is < LeastOutput or > MostOutput || latest > history.Length || compressed.Length > CompressedSource.MaxSinceMark)
        {
            return false;
        }
        byte[] probe = RandomNumberGenerator.GetBytes(ProbeLength);
        byte[] expected = [.. history, .. probe];
        byte[] input = [.. StoredBlock.Of(history[..^latest]), .. compressed, .. StoredBlock.Of(probe)];
        using var inflater = new DeflateStream(new MemoryStream(input, writable: false), CompressionMode.Decompress);
        byte[] told = new byte[expected.Length];
        try
        {
            return inflater.ReadAtLeast(told, told.Length, throwOnEndOfStream: false) == told.Length && told.AsSpan().SequenceEqual(expected);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
