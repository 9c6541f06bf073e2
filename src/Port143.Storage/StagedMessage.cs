using System.Buffers;
using Port143.Storage.Digest;

namespace Port143.Storage;

/// <summary>
/// A complete message that waits to be filed: its bytes, in memory or in a durable file, and its digest. Filing it takes
/// it over; a message that is not filed must be disposed of.
/// </summary>
public sealed class StagedMessage : IDisposable
{
    private byte[]? _buffer;

    internal StagedMessage(byte[]? buffer, string? file, long size, MessageDigest digest, byte[]? header, bool hasNul)
    {
        _buffer = buffer;
        File = file;
        Size = (uint)size;
        Digest = digest;
        LargeHeader = header;
        HasNul = hasNul;
    }

    /// <summary>Whether its header has 8-bit characters (RFC 6532).</summary>
    public bool HasEightBitHeader => !System.Text.Ascii.IsValid(Header);

    /// <summary>RFC822.SIZE, octets.</summary>
    public uint Size { get; }

    /// <summary>What was found out about the message.</summary>
    public MessageDigest Digest { get; }

    /// <summary>Whether a NUL is among the bytes.</summary>
    internal bool HasNul { get; }

    /// <summary>The path of the file that holds the bytes, when they are too many for memory.</summary>
    internal string? File { get; private set; }

    /// <summary>The header block of a message that is in a file.</summary>
    internal byte[]? LargeHeader { get; }

    /// <summary>The header block.</summary>
    internal ReadOnlySpan<byte> Header => LargeHeader ?? _buffer.AsSpan(0, Digest.HeaderLength);

    /// <summary>The bytes after the header; empty for a message in a file.</summary>
    internal ReadOnlySpan<byte> Text => _buffer is null ? default : _buffer.AsSpan(Digest.HeaderLength, (int)Size - Digest.HeaderLength);

    /// <summary>Says that the file now belongs to the storage.</summary>
    internal void FileTaken() => File = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (File is { } file)
        {
            File = null;
            System.IO.File.Delete(file);
        }
    }
}
