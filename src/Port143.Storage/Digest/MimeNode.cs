namespace Port143.Storage.Digest;

/// <summary>A part as the scanner found it.</summary>
internal struct MimeNode
{
    public int Parent;
    public int Ordinal;
    public PartKinds Kinds;
    public TransferEncoding Encoding;
    public int HeaderStart;
    public int BodyStart;
    public int BodyLength;
    public int Lines;
    public string MediaType;
    public string MediaSubtype;

    /// <summary>Whether the type is the default one because the field is missing or unreadable.</summary>
    public bool TypeAssumed;

    public ContentSlots Content;

    /// <summary>Where the envelope of a <see cref="PartKinds.Root"/> is in the scanner's list.</summary>
    public int Envelope;
}
