using System.IO.Compression;
using System.IO.Pipelines;

namespace Port143.Server.Connections;

/// <summary>
/// What a client sends, decompressed (RFC 4978, raw DEFLATE). Whatever the octets received so far mean is there at once, with
/// every kind of flush, and no more is decompressed than is asked for: a few kilobytes of it grow to what the session reads
/// next, which has its own limits, and not a byte further.
/// </summary>
internal sealed class InflateStream : Stream
{
    private readonly CompressedSource _source;
    private readonly DeflateStream _inflater;

    public InflateStream(PipeReader input)
    {
        _source = new CompressedSource(input);
        _inflater = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int length = await _inflater.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (length > 0)
            {
                _source.SawOutput();
            }
            return length;
        }
        catch (InvalidDataException error)
        {
            throw new IOException("what the client sent is not DEFLATE", error);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflater.Dispose();
        }
        base.Dispose(disposing);
    }
}
