namespace Port143.Storage.Digest;

/// <summary>One part of a message: where it lies and what it is. Offsets count bytes from the start of the message.</summary>
/// <param name="Parent">The index of the part it lies in; -1 for the message itself.</param>
/// <param name="Ordinal">Its place among the children of its parent, from 1.</param>
/// <param name="Kinds">What it is.</param>
/// <param name="Encoding">How its body is encoded.</param>
/// <param name="HeaderOffset">Where its own (MIME) header begins.</param>
/// <param name="HeaderLength">The length of that header, the empty line included.</param>
/// <param name="BodyLength">The length of its body, which follows the header.</param>
/// <param name="Lines">The number of lines of the body, a last one without line end included.</param>
/// <param name="MediaType">The type in lower case: <c>text</c>.</param>
/// <param name="MediaSubtype">The subtype in lower case: <c>plain</c>.</param>
/// <param name="Charset">The charset parameter in lower case; null when absent.</param>
/// <param name="FileName">The name from Content-Disposition or Content-Type, decoded; null when absent.</param>
public readonly record struct MessagePart(
    int Parent,
    int Ordinal,
    PartKinds Kinds,
    TransferEncoding Encoding,
    int HeaderOffset,
    int HeaderLength,
    int BodyLength,
    int Lines,
    string MediaType,
    string MediaSubtype,
    string? Charset,
    string? FileName)
{
    /// <summary>Where the body begins.</summary>
    public int BodyOffset => HeaderOffset + HeaderLength;

    /// <summary>Whether this is a multipart.</summary>
    public bool IsMultipart => (Kinds & PartKinds.Multipart) != 0;

    /// <summary>Whether this is an embedded message.</summary>
    public bool IsMessage => (Kinds & PartKinds.Message) != 0;

    /// <summary>Whether SEARCH looks into the body: a leaf of text, or one such as message/delivery-status.</summary>
    internal bool IsSearchable => IsText || (MediaType == "message" && !IsMessage);

    /// <summary>Whether this is a leaf of text.</summary>
    public bool IsText => (Kinds & PartKinds.Text) != 0;
}
