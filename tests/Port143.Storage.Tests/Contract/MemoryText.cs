namespace Port143.Storage.Tests.Contract;

/// <summary>A text of which ranges are copied.</summary>
internal sealed class MemoryText(ReadOnlyMemory<byte> bytes) : IContentText
{
    public void Read(long offset, Span<byte> destination) => bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
