namespace Port143.Storage;

/// <summary>What to read of a content.</summary>
[Flags]
public enum ContentColumns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>ENVELOPE as wire bytes.</summary>
    Envelope = 1,

    /// <summary>BODY as wire bytes.</summary>
    Body = 2,

    /// <summary>BODYSTRUCTURE as wire bytes.</summary>
    BodyStructure = 4,

    /// <summary>The part table.</summary>
    Parts = 8,

    /// <summary>The preview text.</summary>
    Preview = 16,

    /// <summary>The date of the Date field.</summary>
    SentDate = 32,

    /// <summary>The header block with the empty line that ends it.</summary>
    Header = 64,

    /// <summary>The bytes after the header block; empty when the content is large.</summary>
    Text = 128,

    /// <summary>
    /// The thread keys. Contents whose digest is older than these have none until it is made anew; asked for alone, they are
    /// shown as missing.
    /// </summary>
    Thread = 256,

    /// <summary>
    /// The bytes after the header block, read only where <see cref="ContentRow.CopyText"/> asks for them, straight to where
    /// they go: for a part of a message, or for one that is copied once. <see cref="Text"/> gives them as a whole.
    /// </summary>
    TextRanges = 512,
}
