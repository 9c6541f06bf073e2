namespace Port143.Storage.Formats;

/// <summary>Reads a file that holds one message, in pieces with CRLF line ends.</summary>
internal sealed class FileMessage : IDisposable
{
    private readonly byte[] _input = new byte[64 * 1024];
    private readonly byte[] _output = new byte[64 * 1024];
    private FileStream? _file;
    private LineEnds _lineEnds;
    private int _start;
    private int _end;
    private bool _exact;

    /// <summary>
    /// Opens the next file. <paramref name="exact"/> says to take it octet for octet; null leaves that to the end of its
    /// first line, which is then CRLF.
    /// </summary>
    public void Open(string path, bool? exact)
    {
        Close();
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        _start = 0;
        _end = _file.Read(_input);
        int lf = _input.AsSpan(0, _end).IndexOf((byte)'\n');
        _exact = exact ?? (lf > 0 && _input[lf - 1] == '\r');
        _lineEnds.Reset();
    }

    /// <summary>The next piece; false at the end.</summary>
    public bool Read(out ReadOnlySpan<byte> piece)
    {
        piece = default;
        if (_file is null)
        {
            return false;
        }
        if (_start == _end)
        {
            _start = 0;
            _end = _file.Read(_input);
            if (_end == 0)
            {
                Close();
                return false;
            }
        }
        ReadOnlySpan<byte> rest = _input.AsSpan(_start, _end - _start);
        if (_exact)
        {
            piece = rest;
            _start = _end;
            return true;
        }
        int written = _lineEnds.Convert(ref rest, _output);
        _start = _end - rest.Length;
        piece = _output.AsSpan(0, written);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _start = _end = 0;
    }
}
