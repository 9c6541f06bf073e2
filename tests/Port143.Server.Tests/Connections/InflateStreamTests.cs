using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Port143.Server.Connections;
using Port143.Server.Tests.Sessions;

namespace Port143.Server.Tests.Connections;

/// <summary>A decompressor that is given back while the client is silent, and what comes after that.</summary>
public sealed class InflateStreamTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task WhatIsSentAfterASilenceRefersToWhatWasSentBefore()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("PORT143_SEED") ?? $"{Environment.TickCount & 0xFFFF}");
        var random = new Random(seed);
        var pipe = new Pipe();
        await using var inflated = new InflateStream(pipe.Reader, Silence);
        PipeReader reader = Reader(inflated);
        var compressed = new MemoryStream();
        await using var deflater = new DeflateStream(compressed, CompressionLevel.SmallestSize);
        string words = string.Concat(Enumerable.Range(0, 400).Select(_ => (char)random.Next('a', 'z')));
        for (int round = 0; round < 12; round++)
        {
            // From a few octets to more than DEFLATE can refer to.
            var text = new StringBuilder();
            while (text.Length < (round % 4 == 3 ? 50_000 : round * 70))
            {
                text.Append(words.AsSpan(random.Next(200), random.Next(1, 200)));
            }
            text.Append("\r\n");
            compressed.SetLength(0);
            deflater.Write(Encoding.ASCII.GetBytes(text.ToString()));
            deflater.Flush();
            await pipe.Writer.WriteAsync(compressed.ToArray());
            Assert.True(text.ToString() == await ReadAsync(reader, text.Length), $"seed {seed}, round {round}");
            // What a long message was made of is not kept until its end could be proved: its decompressor stays until after the next command.
            await SilenceAsync(reader, inflated, ends: round % 4 != 3);
        }
    }

    [Fact]
    public async Task WhatLooksLikeAFlushWithinABlockKeepsTheDecompressor()
    {
        var pipe = new Pipe();
        await using var inflated = new InflateStream(pipe.Reader, Silence);
        PipeReader reader = Reader(inflated);
        var block = new SkewedBlock();
        block.Write("A\t\nX");
        while (!block.IsAtOctet)
        {
            block.Write("X");
        }
        // Sixteen bits of zeros and sixteen of ones.
        string until = "XXXXXXXXXXXXXXXX\n\n\n\n";
        block.Write(until);
        Assert.Equal([0x00, 0x00, 0xFF, 0xFF], block.Octets[^4..]);
        int sent = block.Octets.Length;
        await pipe.Writer.WriteAsync(block.Octets);
        Assert.Equal(block.Text, await ReadAsync(reader, block.Text.Length));
        await SilenceAsync(reader, inflated, ends: false);
        int known = block.Text.Length;
        block.Write("\tAXA\t\n");
        block.End();
        await pipe.Writer.WriteAsync(block.Octets[sent..]);
        Assert.Equal(block.Text[known..], await ReadAsync(reader, block.Text.Length - known));
        // Where the last flush ended is uncertain now; it is certain again after the next command.
        await SilenceAsync(reader, inflated, ends: false);
        foreach (string line in new[] { "a NOOP\r\n", "b NOOP\r\n" })
        {
            await pipe.Writer.WriteAsync((byte[])[.. StoredBlock.Of(Encoding.ASCII.GetBytes(line)), 0x00, 0x00, 0x00, 0xFF, 0xFF]);
            Assert.Equal(line, await ReadAsync(reader, line.Length));
            await SilenceAsync(reader, inflated, ends: true);
        }
    }

    [Fact]
    public async Task APartialFlushKeepsTheDecompressor()
    {
        var pipe = new Pipe();
        await using var inflated = new InflateStream(pipe.Reader, Silence);
        PipeReader reader = Reader(inflated);
        var deflater = new PartialFlushDeflater();
        foreach (string line in new[] { "a NOOP\r\n", "b NOOP\r\n", "c NOOP\r\n" })
        {
            await pipe.Writer.WriteAsync(deflater.Deflate(Encoding.ASCII.GetBytes(line)));
            Assert.Equal(line, await ReadAsync(reader, line.Length));
            await SilenceAsync(reader, inflated, ends: false);
        }
    }

    private static PipeReader Reader(InflateStream inflated) =>
        PipeReader.Create(inflated, new StreamPipeReaderOptions(bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true));

    private static async Task<string> ReadAsync(PipeReader reader, int length)
    {
        ReadResult result = await reader.ReadAtLeastAsync(length);
        string text = Encoding.ASCII.GetString(result.Buffer);
        reader.AdvanceTo(result.Buffer.End);
        return text;
    }

    // Nobody waits for input for ever: a session looks up when something else is to be done, and waits again.
    private static async Task SilenceAsync(PipeReader reader, InflateStream inflated, bool ends)
    {
        Task<ReadResult> waiting = reader.ReadAsync().AsTask();
        for (int i = 0; i < 500 && inflated.HoldsDecompressor && (ends || i < 10); i++)
        {
            await Task.Delay(10);
        }
        Assert.Equal(ends, !inflated.HoldsDecompressor);
        reader.CancelPendingRead();
        ReadResult result = await waiting;
        Assert.True(result.IsCanceled);
        reader.AdvanceTo(result.Buffer.Start);
    }
}
