namespace Port143.Storage;

/// <summary>The text of the content that is being visited, in the engine's own place. Ends with the visit.</summary>
public interface IContentText
{
    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    void Read(long offset, Span<byte> destination);
}
