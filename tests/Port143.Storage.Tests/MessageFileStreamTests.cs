namespace Port143.Storage.Tests;

public sealed class MessageFileStreamTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"port143-message-{Guid.NewGuid():N}");

    public MessageFileStreamTests() => File.WriteAllText(_path, "0123456789");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Reads_from_anywhere_to_the_end()
    {
        await using var stream = new MessageFileStream(_path);
        Assert.Equal(10, stream.Length);
        var buffer = new byte[4];
        stream.Position = 8;
        Assert.Equal(2, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
        Assert.Equal("89"u8, buffer.AsSpan(0, 2));
        Assert.Equal(0, stream.Read(buffer, 0, 4));
        Assert.Equal(7, stream.Seek(-3, SeekOrigin.End));
        Assert.Equal(6, stream.Seek(-1, SeekOrigin.Current));
        Assert.Equal(4, await stream.ReadAsync(buffer, 0, 4, TestContext.Current.CancellationToken));
        Assert.Equal("6789"u8, buffer);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Seek(-1, SeekOrigin.Begin));
    }

    [Fact]
    public async Task A_cancelled_read_reads_nothing()
    {
        await using var stream = new MessageFileStream(_path);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ReadExactlyAsync(new byte[4], new CancellationToken(true)));
        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public void A_file_that_is_gone_is_not_found() =>
        Assert.Throws<FileNotFoundException>(() => new MessageFileStream(_path + "-"));
}
