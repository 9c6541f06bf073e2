namespace Port143.Storage.Digest;

/// <summary>A container that is open while the scanner walks the message.</summary>
internal struct MimeFrame
{
    public int Node;
    public int Children;

    /// <summary>Line ends before its body.</summary>
    public int LinesBefore;

    /// <summary>Where its boundary is in the scanner's buffer.</summary>
    public int BoundaryStart;

    /// <summary>0 for an embedded message, and for a multipart whose last delimiter was met.</summary>
    public int BoundaryLength;

    /// <summary>Whether its parts are messages unless they say otherwise (RFC 2046 section 5.1.5).</summary>
    public bool IsDigest;
}
