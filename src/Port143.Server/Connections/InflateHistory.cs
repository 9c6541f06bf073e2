namespace Port143.Server.Connections;

/// <summary>
/// The end of what a client sent, decompressed: as much as DEFLATE may refer back to (RFC 1951 section 2), and only as much memory
/// as that takes. A client that sent a few commands has a few hundred octets of it, where a decompressor has a window of 32 KiB.
/// </summary>
internal sealed class InflateHistory
{
    /// <summary>How far DEFLATE refers back.</summary>
    public const int Window = 32 * 1024;

    private byte[] _octets = [];
    private int _length;

    /// <summary>What came last, as much of this as is kept: <see cref="Window"/> at the least.</summary>
    public ReadOnlySpan<byte> Octets(int most) => _octets.AsSpan(0, _length)[Math.Max(0, _length - most)..];

    /// <summary>Whether the client ended a line: it does so before it waits.</summary>
    public bool EndsLine => _length > 0 && _octets[_length - 1] == (byte)'\n';

    /// <summary>More came.</summary>
    public void Add(ReadOnlySpan<byte> octets)
    {
        octets = octets[Math.Max(0, octets.Length - Window)..];
        if (_length + octets.Length > _octets.Length)
        {
            ReadOnlySpan<byte> kept = Octets(Window);
            byte[] larger = new byte[Math.Min(2 * Window, Math.Max(512, 2 * (kept.Length + octets.Length)))];
            kept.CopyTo(larger);
            _length = kept.Length;
            _octets = larger;
        }
        octets.CopyTo(_octets.AsSpan(_length));
        _length += octets.Length;
    }

    /// <summary>Sees to it that so many octets can come before any of the last <see cref="Window"/> is given up.</summary>
    public void MakeRoom(int octets)
    {
        if (_length > 2 * Window - octets)
        {
            ReadOnlySpan<byte> kept = Octets(Window);
            kept.CopyTo(_octets);
            _length = kept.Length;
        }
    }

    /// <summary>Gives back the room that is not needed now.</summary>
    public void Trim()
    {
        _octets = Octets(Window).ToArray();
        _length = _octets.Length;
    }
}
