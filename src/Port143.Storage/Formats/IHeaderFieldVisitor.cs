namespace Port143.Storage.Formats;

/// <summary>Takes the header fields of a message from a <see cref="HeaderScanner"/>.</summary>
public interface IHeaderFieldVisitor
{
    /// <summary>Takes one field; its value is unfolded, without blanks around it, and cut off when it is very long.</summary>
    void Visit(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
