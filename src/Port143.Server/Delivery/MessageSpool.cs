using System.Buffers;

namespace Port143.Server.Delivery;

/// <summary>
/// Keeps the bytes of one message for several recipients: in memory while it is small, else in a file without a name that
/// is gone when the process is.
/// </summary>
internal sealed class MessageSpool : IDisposable
{
    private const int MemoryLimit = 128 * 1024;

    private readonly ArrayBufferWriter<byte> _memory = new();
    private FileStream? _file;

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_file is null && _memory.WrittenCount + bytes.Length > MemoryLimit)
        {
            _file = new FileStream(
                Path.Combine(Path.GetTempPath(), $"port143-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite,
                FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(_file.Name);
            }
            _file.Write(_memory.WrittenSpan);
        }
        if (_file is not null)
        {
            _file.Write(bytes);
        }
        else
        {
            _memory.Write(bytes);
        }
    }

    /// <summary>Hands all bytes to a taker.</summary>
    public void CopyTo(Storage.MessageStaging staging)
    {
        if (_file is null)
        {
            staging.Write(_memory.WrittenSpan);
            return;
        }
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            _file.Position = 0;
            int read;
            while ((read = _file.Read(buffer)) > 0)
            {
                staging.Write(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
