using System.Buffers.Binary;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Inspection;

/// <summary>What the first hundred bytes of a database tell (the SQLite file format, section 1.3), without opening it as one.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsDatabase">Whether it is a database of SQLite at all.</param>
/// <param name="UsesLog">Whether it is in write-ahead mode, as Port143 keeps it.</param>
/// <param name="Format">The version of the tables.</param>
/// <param name="LogBytes">The length of its write-ahead log.</param>
public sealed record DatabaseFile(string Path, bool IsDatabase, bool UsesLog, long Format, long LogBytes)
{
    /// <summary>The newest format of an account's mail.db that this program knows.</summary>
    public static int NewestMail => SqliteSchema.Versions.Latest;

    /// <summary>The newest format of directory.db that this program knows.</summary>
    public static int NewestDirectory => DirectorySchema.Versions.Latest;

    /// <summary>Looks at a file; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be read.</summary>
    public static DatabaseFile Look(string path)
    {
        Span<byte> head = stackalloc byte[100];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var log = new FileInfo(path + "-wal");
        return new DatabaseFile(
            path, read == head.Length && head.StartsWith("SQLite format 3\0"u8), head[18] == 2 && head[19] == 2, BinaryPrimitives.ReadUInt32BigEndian(head[60..]), log.Exists ? log.Length : 0);
    }
}
