using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>
/// Reads the messages of one Maildir folder: <c>new</c> and <c>cur</c>, in the order of <see cref="MaildirUidList"/> and of
/// their delivery; <c>tmp</c> is left alone. Flags come from the file names, keywords from <see cref="MaildirKeywords"/>, the internal date is the file's time
/// of modification. Files with LF line ends get CRLF; see <see cref="MaildirName"/> for those that have CRLF.
/// </summary>
internal sealed class MaildirReader : MailReader
{
    private readonly MaildirKeywords _keywords;
    private readonly List<(string Path, MaildirName Name)> _files = [];
    private readonly FileMessage _message = new();
    private int _next;
    private long _bytesRead;
    private long _size;

    /// <summary>Reads a folder, which has a <c>cur</c>.</summary>
    public MaildirReader(string folder)
    {
        _keywords = MaildirKeywords.Load(folder);
        foreach (string part in (ReadOnlySpan<string>)["cur", "new"])
        {
            string path = Path.Combine(folder, part);
            if (Directory.Exists(path))
            {
                _files.AddRange(Directory.EnumerateFiles(path)
                    .Select(f => (f, MaildirName.Parse(Path.GetFileName(f))))
                    .Where(f => f.Item2.Unique.Length > 0 && f.Item2.Unique[0] != '.'));
            }
        }
        Dictionary<string, uint> uids = MaildirUidList.Load(folder);
        _files = [.. _files.OrderBy(f => uids.GetValueOrDefault(f.Name.Unique, uint.MaxValue))
            .ThenBy(f => f.Name.DeliverySeconds).ThenBy(f => f.Name.Unique, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public override string Location => _files[_next - 1].Path;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Flags
    {
        get
        {
            MaildirName name = _files[_next - 1].Name;
            List<string> flags = name.ToFlags(_keywords.Letters);
            flags.AddRange(_keywords.OfMessage(name.Unique).Except(flags, StringComparer.OrdinalIgnoreCase));
            return flags;
        }
    }

    /// <inheritdoc/>
    public override InternalDate? Date => InternalDate.From(new DateTimeOffset(File.GetLastWriteTimeUtc(Location), TimeSpan.Zero));

    /// <inheritdoc/>
    public override long BytesRead => _bytesRead;

    /// <inheritdoc/>
    public override bool Next()
    {
        _bytesRead += _size;
        _size = 0;
        while (_next < _files.Count)
        {
            (string path, MaildirName name) = _files[_next++];
            try
            {
                _size = new FileInfo(path).Length;
                _message.Open(path, name.IsExact(_size));
                return true;
            }
            catch (FileNotFoundException)
            {
                // A mail program moved or expunged it after the folder was listed.
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public override bool Read(out ReadOnlySpan<byte> piece) => _message.Read(out piece);

    /// <inheritdoc/>
    public override void Dispose() => _message.Dispose();
}
