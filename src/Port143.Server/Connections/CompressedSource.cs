using System.Buffers;
using System.IO.Pipelines;

namespace Port143.Server.Connections;

/// <summary>
/// Hands compressed octets to the decompressor, never beyond the end of a flush: what stands behind it stays in the pipe, so
/// that UNAUTHENTICATE can end the layer where the client did (RFC 8437 section 4.1).
/// </summary>
internal sealed class CompressedSource(PipeReader input) : Stream
{
    /// <summary>How many octets may mean nothing: a stream of empty blocks is not a conversation.</summary>
    private const int MaxWithoutOutput = 64 * 1024;

    /// <summary>How many octets are kept for a proof of where they end.</summary>
    public const int MaxSinceMark = 16 * 1024;

    private const int SmallRoom = 1024;

    private ArrayBufferWriter<byte> _sinceMark = new();
    private int _withoutOutput;
    private ReadOnlyMemory<byte> _before;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The end of a sync or full flush: an empty stored block.
    private static ReadOnlySpan<byte> FlushEnd => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>Whether the last octets handed on look like the end of a sync or full flush.</summary>
    public bool EndsInFlush { get; private set; }

    /// <summary>What was handed on since <see cref="Mark"/>; not all of it where it was more than <see cref="MaxSinceMark"/>.</summary>
    public ReadOnlySpan<byte> SinceMark => _sinceMark.WrittenSpan;

    /// <summary>Forgets what was handed on so far.</summary>
    public void Mark()
    {
        if (_sinceMark.Capacity > SmallRoom)
        {
            _sinceMark = new ArrayBufferWriter<byte>();
        }
        _sinceMark.ResetWrittenCount();
    }

    /// <summary>Hands on these octets before what comes next.</summary>
    public void PutBefore(ReadOnlyMemory<byte> octets) => _before = octets;

    /// <summary>The octets so far meant something.</summary>
    public void SawOutput() => _withoutOutput = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_before.IsEmpty)
        {
            ReadOnlyMemory<byte> part = _before[..Math.Min(_before.Length, buffer.Length)];
            part.CopyTo(buffer);
            _before = _before[part.Length..];
            return part.Length;
        }
        ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlySequence<byte> available = result.Buffer;
        if (result.IsCanceled)
        {
            input.AdvanceTo(available.Start);
            throw new OperationCanceledException();
        }
        int length = (int)Math.Min(available.Length, buffer.Length);
        ReadOnlySequence<byte> taken = available.Slice(0, length);
        taken.CopyTo(buffer.Span);
        int end = buffer.Span[..length].IndexOf(FlushEnd);
        if (end >= 0)
        {
            length = end + FlushEnd.Length;
            taken = available.Slice(0, length);
        }
        EndsInFlush = length > 0 ? end >= 0 : EndsInFlush;
        if (_sinceMark.WrittenCount <= MaxSinceMark)
        {
            _sinceMark.Write(buffer.Span[..length]);
        }
        input.AdvanceTo(taken.End);
        if (length > 0 && (_withoutOutput += length) > MaxWithoutOutput)
        {
            throw new IOException("the client sent compressed data without content");
        }
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
