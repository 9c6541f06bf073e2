using Port143.Storage;

namespace Port143.Server.Tls.Acme;

/// <summary>Writes files that only the service may read, so that they are there whole or not at all, after a power loss too.</summary>
internal static class AcmeFile
{
    /// <summary>Writes or replaces a file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string part = path + ".new";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var stream = new FileStream(part, options))
        {
            stream.Write(content);
            Durable.SyncFile(stream.SafeFileHandle);
        }
        File.Move(part, path, overwrite: true);
        Durable.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
