using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Port143.Server.Connections;

/// <summary>
/// Compresses what the client gets (RFC 4978, raw DEFLATE of RFC 1951). Every block begins with an empty dictionary and ends
/// at an octet, so the length of a response tells nothing about what was sent before it (the CRIME attack; it is what zlib
/// calls a full flush), and nothing is kept between blocks: an idle connection holds no compressor.
/// </summary>
internal sealed class DeflatePipeWriter(PipeWriter inner) : PipeWriter
{
    /// <summary>Higher ones cost twice the time for a tenth of the size: figures in docs/decisions.</summary>
    private const int Level = 3;

    /// <summary>Blocks up to this size are sent as they are: a compressor costs more than it would save.</summary>
    private const int StoredSize = 192;

    private const int BufferSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private DeflateStream? _deflater;
    private PipeSink? _sink;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes + _length;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (_buffer.Length - _length < wanted)
        {
            if (_length > 0)
            {
                Deflate();
            }
            if (_buffer.Length < wanted)
            {
                ReturnBuffer();
                _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, sizeHint <= 1024 ? 4096 : BufferSize));
            }
        }
        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => _length += bytes;

    /// <summary>Ends a block: what was written goes on its way, what comes later knows nothing of it.</summary>
    public void EndBlock()
    {
        if (_deflater is null && _length <= StoredSize)
        {
            if (_length > 0)
            {
                WriteStored();
            }
            return;
        }
        if (_length > 0)
        {
            Deflate();
        }
        _deflater!.Flush();
        CloseDeflater();
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        EndBlock();
        ReturnBuffer();
        return await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <summary>Gives back what is held; the writer below is left open.</summary>
    public override void Complete(Exception? exception = null)
    {
        CloseDeflater();
        ReturnBuffer();
    }

    // A stored block (RFC 1951 section 3.2.4): 00, length, its complement, the octets.
    private void WriteStored()
    {
        Span<byte> block = inner.GetSpan(_length + 5);
        block[0] = 0;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(block[1..], (ushort)_length);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(block[3..], (ushort)~_length);
        _buffer.AsSpan(0, _length).CopyTo(block[5..]);
        inner.Advance(_length + 5);
        _length = 0;
    }

    private void Deflate()
    {
        if (_deflater is null)
        {
            _sink = new PipeSink(inner);
            _deflater = new DeflateStream(_sink, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true);
        }
        _deflater.Write(_buffer, 0, _length);
        _length = 0;
    }

    private void CloseDeflater()
    {
        if (_deflater is not null)
        {
            // Closing would end the client's stream with a final block; more blocks follow.
            _sink!.IsClosed = true;
            _deflater.Dispose();
            _deflater = null;
            _sink = null;
        }
    }

    // Mail was in it: nothing is left for the pool's next customer.
    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = [];
            _length = 0;
        }
    }
}
