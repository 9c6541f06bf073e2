using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using Port143.Storage.Digest;

namespace Port143.Storage;

/// <summary>
/// Takes in the bytes of one message as they arrive. Up to <see cref="MemoryLimit"/> they stay in a pooled buffer; a larger
/// message flows into a file of its own, which is durable before <see cref="Complete"/> returns. Not thread-safe.
/// </summary>
public sealed class MessageStaging : IDisposable
{
    /// <summary>
    /// The largest message kept in memory and in the database, in octets. SQLite's own study of blobs puts the break-even
    /// with files at 50-100 KB.
    /// </summary>
    public const int MemoryLimit = 128 * 1024;

    private readonly string _folder;
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private SafeFileHandle? _file;
    private string? _path;
    private long _size;

    /// <summary>Begins a message whose file, if it needs one, is made in <paramref name="folder"/>.</summary>
    internal MessageStaging(string folder) => _folder = folder;

    /// <summary>How many octets have arrived.</summary>
    public long Size => _size;

    /// <summary>Adds bytes. Throws <see cref="IOException"/> when they cannot be kept.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        byte[] buffer = _buffer ?? throw new ObjectDisposedException(nameof(MessageStaging));
        if (_file is null && _size + bytes.Length > MemoryLimit)
        {
            if (!Directory.Exists(Path.GetDirectoryName(_folder)))
            {
                throw new DirectoryNotFoundException($"{Path.GetDirectoryName(_folder)}: there is no such account.");
            }
            Durable.CreateFolder(_folder);
            _path = Path.Combine(_folder, $"{Guid.NewGuid():N}");
            _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
            RandomAccess.Write(_file, buffer.AsSpan(0, (int)_size), 0);
        }
        if (_file is not null)
        {
            RandomAccess.Write(_file, bytes, _size);
        }
        else
        {
            if (_size + bytes.Length > buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, (int)_size + bytes.Length));
                buffer.AsSpan(0, (int)_size).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                _buffer = buffer = larger;
            }
            bytes.CopyTo(buffer.AsSpan((int)_size));
        }
        _size += bytes.Length;
    }

    /// <summary>Ends the message: makes its file durable, if it has one, and computes the digest.</summary>
    public StagedMessage Complete()
    {
        byte[] buffer = _buffer ?? throw new ObjectDisposedException(nameof(MessageStaging));
        if (_file is null)
        {
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, (int)_size);
            MessageDigest digest = MessageDigest.Build(bytes);
            _buffer = null;
            return new StagedMessage(buffer, null, _size, digest, null, bytes.Contains((byte)0));
        }
        Durable.SyncFile(_file);
        Durable.SyncFolder(_folder);
        StagedMessage staged = DigestFile(_file);
        _file.Dispose();
        _file = null;
        _path = null;
        Dispose();
        return staged;
    }

    /// <summary>Gives up the message, unless it was completed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (_file is not null)
        {
            _file.Dispose();
            _file = null;
            File.Delete(_path!);
        }
    }

    // Mapped, so that a message of any size is digested without being held in memory.
    private unsafe StagedMessage DigestFile(SafeFileHandle file)
    {
        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, true);
        using MemoryMappedViewAccessor view = map.CreateViewAccessor(0, _size, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var bytes = new ReadOnlySpan<byte>(start, checked((int)_size));
            MessageDigest digest = MessageDigest.Build(bytes);
            return new StagedMessage(null, _path, _size, digest, bytes[..digest.HeaderLength].ToArray(), bytes.Contains((byte)0));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
