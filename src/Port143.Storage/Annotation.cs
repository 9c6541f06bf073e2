namespace Port143.Storage;

/// <summary>A value that is attached to a mailbox, or to an account as a whole (RFC 5464 section 3).</summary>
/// <param name="Entry">The entry's name, such as <c>/private/comment</c>, in the letters in which it was first set.</param>
/// <param name="Value">The value; any octets.</param>
public sealed record Annotation(string Entry, ReadOnlyMemory<byte> Value);
