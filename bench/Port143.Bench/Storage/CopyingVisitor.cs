using Port143.Storage;

namespace Port143.Bench.Storage;

/// <summary>Copies what it sees into a buffer of 128 KB, as a response writer does.</summary>
internal sealed class CopyingVisitor : IContentVisitor
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _at;

    public long Total { get; set; }

    public bool Visit(int index, in ContentRow row)
    {
        Copy(row.Envelope);
        Copy(row.BodyStructure);
        Copy(row.Header);
        Copy(row.Text);
        return true;
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        Total += bytes.Length;
        while (!bytes.IsEmpty)
        {
            int part = Math.Min(bytes.Length, _buffer.Length - _at);
            bytes[..part].CopyTo(_buffer.AsSpan(_at));
            _at = (_at + part) % _buffer.Length;
            bytes = bytes[part..];
        }
    }
}
