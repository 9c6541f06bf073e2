using System.IO.Compression;
using System.IO.Pipelines;

namespace Port143.Server.Connections;

/// <summary>
/// What a client sends, decompressed (RFC 4978, raw DEFLATE). Whatever the octets received so far mean is there at once, with
/// every kind of flush, and no more is decompressed than is asked for: a few kilobytes of it grow to what the session reads
/// next, which has its own limits, and not a byte further.
/// <para>
/// A client that is silent for a while costs no decompressor. Behind a sync or full flush, a block has ended at an octet, and all
/// that the next one needs is what came before: it is kept, and told to a new decompressor as a stored block. Octets that look
/// like the end of a flush can stand within a block, too; so the decompressor goes only where a block has provably ended
/// (<see cref="InflateProof"/>).
/// </para>
/// </summary>
/// <param name="input">The compressed octets.</param>
/// <param name="silence">How long a client is silent before its decompressor is given back: longer than a transfer stalls.</param>
internal sealed class InflateStream(PipeReader input, TimeSpan silence) : Stream
{
    private readonly CompressedSource _source = new(input);
    private readonly InflateHistory _history = new();
    private DeflateStream? _inflater;
    private bool _isDrained;
    private int _sinceMark;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether there is a decompressor now.</summary>
    internal bool HoldsDecompressor => _inflater is not null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (buffer.IsEmpty && _isDrained && _source.EndsInFlush && _history.EndsLine)
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
                return 0;
            }
            _inflater ??= await StartAsync(cancellationToken).ConfigureAwait(false);
            int length = await _inflater.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (length > 0)
            {
                _source.SawOutput();
                _history.Add(buffer.Span[..length]);
                _sinceMark = Math.Min(_sinceMark + length, InflateProof.MostOutput + 1);
            }
            // Less than there was room for: it has nothing more to say until something comes.
            _isDrained = buffer.IsEmpty ? _isDrained : length < buffer.Length;
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
            _inflater?.Dispose();
        }
        base.Dispose(disposing);
    }

    private async ValueTask WaitAsync(CancellationToken cancel)
    {
        ValueTask<int> more = _source.ReadAsync(Memory<byte>.Empty, cancel);
        if (more.IsCompleted)
        {
            await more.ConfigureAwait(false);
            Mark();
            return;
        }
        Task<int> task = more.AsTask();
        await ((Task)task).WaitAsync(silence, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted && _inflater is not null
            && InflateProof.EndsBlock(_history.Octets(InflateHistory.Window + _sinceMark), _sinceMark, _source.SinceMark))
        {
            await _inflater.DisposeAsync().ConfigureAwait(false);
            _inflater = null;
            Mark();
            _history.Trim();
            NativeMemoryTrim.FreedDecompressor();
        }
        await task.ConfigureAwait(false);
        Mark();
    }

    // The next proof begins here, at what looked like the end of a flush. Where it was none, that proof fails, and the one after it does
    // not.
    private void Mark()
    {
        if (_sinceMark >= InflateProof.LeastOutput || _inflater is null)
        {
            _source.Mark();
            _sinceMark = 0;
            _history.MakeRoom(InflateProof.MostOutput);
        }
    }

    // The history goes in as a stored block, and comes out again unseen.
    private async ValueTask<DeflateStream> StartAsync(CancellationToken cancel)
    {
        byte[] seen = _history.Octets(InflateHistory.Window).ToArray();
        _source.PutBefore(StoredBlock.Of(seen));
        var inflater = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
        await inflater.ReadExactlyAsync(seen, cancel).ConfigureAwait(false);
        return inflater;
    }
}
