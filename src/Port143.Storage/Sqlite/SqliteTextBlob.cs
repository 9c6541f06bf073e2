namespace Port143.Storage.Sqlite;

/// <summary>
/// Reads ranges of texts in the database without the bytes around them: what lies beyond a range is not read from the file,
/// and SQLite copies straight to where the bytes go. Opened with the first range, moved from text to text, and closed with
/// the visit, since an open blob holds the snapshot that it reads.
/// </summary>
internal sealed unsafe class SqliteTextBlob(SqliteDatabase database) : IContentText, IDisposable
{
    private nint _handle;
    private long _open;

    /// <summary>The content that ranges are read from.</summary>
    public long Content { get; set; }

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }
        if (_handle == 0)
        {
            database.Check(SqliteNative.sqlite3_blob_open(
                database.Handle, "main", "text", "bytes", Content, SqliteNative.BlobReadOnly, out _handle));
        }
        else if (_open != Content)
        {
            database.Check(SqliteNative.sqlite3_blob_reopen(_handle, Content));
        }
        _open = Content;
        fixed (byte* bytes = destination)
        {
            database.Check(SqliteNative.sqlite3_blob_read(_handle, bytes, destination.Length, checked((int)offset)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = SqliteNative.sqlite3_blob_close(_handle); // of nothing it does nothing
        _handle = 0;
    }
}
