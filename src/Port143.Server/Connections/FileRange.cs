using Microsoft.Win32.SafeHandles;

namespace Port143.Server.Connections;

/// <summary>
/// A piece of a file that waits to be sent. It keeps the file open, whoever closes it meanwhile, until it is released.
/// </summary>
internal sealed class FileRange
{
    private readonly SafeFileHandle _file;

    public FileRange(SafeFileHandle file, long offset, long length)
    {
        bool added = false;
        file.DangerousAddRef(ref added);
        (_file, Offset, Length) = (file, offset, length);
    }

    /// <summary>The descriptor. The handle itself may be closed already, which a marshaller would object to.</summary>
    public nint Descriptor => _file.DangerousGetHandle();

    /// <summary>Where the rest of the piece begins.</summary>
    public long Offset { get; private set; }

    /// <summary>How many bytes are left to send.</summary>
    public long Length { get; private set; }

    /// <summary>Says that bytes were sent.</summary>
    public void Sent(long bytes)
    {
        Offset += bytes;
        Length -= bytes;
    }

    public void Release() => _file.DangerousRelease();
}
