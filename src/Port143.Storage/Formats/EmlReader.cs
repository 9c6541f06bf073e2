using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Reads files of one message each (<c>.eml</c>), by name. A file whose first line ends with LF gets CRLF; one whose first
/// line ends with CRLF is taken octet for octet. The internal date is left to the header, else it is the file's time.
/// </summary>
internal sealed class EmlReader(IReadOnlyList<string> files) : MailReader
{
    private readonly FileMessage _message = new();
    private int _next;
    private long _bytesRead;
    private long _size;

    /// <inheritdoc/>
    public override string Location => files[_next - 1];

    /// <inheritdoc/>
    public override bool HasStatusFields => true;

    /// <summary>When the file was last written.</summary>
    public InternalDate FileDate => InternalDate.From(new DateTimeOffset(File.GetLastWriteTimeUtc(Location), TimeSpan.Zero));

    /// <inheritdoc/>
    public override long BytesRead => _bytesRead;

    /// <inheritdoc/>
    public override bool Next()
    {
        _bytesRead += _size;
        _size = 0;
        if (_next == files.Count)
        {
            return false;
        }
        string path = files[_next++];
        _size = new FileInfo(path).Length;
        _message.Open(path, null);
        return true;
    }

    /// <inheritdoc/>
    public override bool Read(out ReadOnlySpan<byte> piece) => _message.Read(out piece);

    /// <inheritdoc/>
    public override void Dispose() => _message.Dispose();
}
