using System.Buffers;
using System.IO.Pipelines;

namespace Port143.Server.Connections;

/// <summary>The two halves of a connection as one stream, which TLS is laid upon. Asynchronous only.</summary>
internal sealed class DuplexPipeStream(PipeReader input, PipeWriter output) : Stream
{
    /// <summary>
    /// Whether what is written waits for what follows it: it is sent before the next read, or with the next flush of the output below.
    /// Only while nothing is read beside it: in a handshake, whose last words go out with the greeting, and in a farewell.
    /// </summary>
    public bool Gathers { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Gathers && output.UnflushedBytes > 0)
        {
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlySequence<byte> available = result.Buffer;
        if (result.IsCanceled)
        {
            input.AdvanceTo(available.Start);
            throw new OperationCanceledException();
        }
        // An empty buffer only waits for data, so that nothing is rented while a client is idle.
        int length = (int)Math.Min(available.Length, buffer.Length);
        ReadOnlySequence<byte> taken = available.Slice(0, length);
        taken.CopyTo(buffer.Span);
        input.AdvanceTo(taken.End);
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Gathers)
        {
            output.Write(buffer.Span);
            return;
        }
        await output.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!Gathers)
        {
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
