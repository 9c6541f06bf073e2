namespace Port143.Storage.Digest;

/// <summary>What a part is. The values are stored: never renumber.</summary>
[Flags]
public enum PartKinds : byte
{
    /// <summary>A leaf that is not text.</summary>
    None = 0,

    /// <summary>A multipart with at least one child.</summary>
    Multipart = 1,

    /// <summary>A message/rfc822 or message/global part; it has exactly one child, the embedded message.</summary>
    Message = 2,

    /// <summary>A leaf of type text.</summary>
    Text = 4,

    /// <summary>Marked <c>Content-Disposition: attachment</c> (RFC 2183 section 2.2).</summary>
    Attachment = 8,

    /// <summary>The top of a message: the first part of the table, or the child of a <see cref="Message"/> part.</summary>
    Root = 16,

    /// <summary>A container that was not looked into because a limit was reached; it is shown as application/octet-stream.</summary>
    Opaque = 32,
}
