using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Port143.Protocol.Lmtp;

/// <summary>How LHLO is written.</summary>
internal static class LhloGrammar
{
    private const int MaxName = 255;

    // Wider than a domain or an address literal, as names of hosts are in practice; safe in a Received field.
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:[]"u8);

    /// <summary><code>lhlo = "LHLO" SP ( Domain / address-literal ) CRLF      (RFC 2033 section 4.1)</code></summary>
    public static bool TryRead(ReadOnlySpan<byte> arguments, [NotNullWhen(true)] out string? name)
    {
        bool valid = arguments.Length is > 0 and <= MaxName && !arguments.ContainsAnyExcept(NameBytes);
        name = valid ? Encoding.ASCII.GetString(arguments) : null;
        return valid;
    }
}
