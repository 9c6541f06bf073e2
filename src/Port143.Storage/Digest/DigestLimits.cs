namespace Port143.Storage.Digest;

/// <summary>The bounds of the digest. What lies beyond them stays readable as bytes; it is only not taken apart.</summary>
internal static class DigestLimits
{
    /// <summary>The deepest nesting of multiparts and embedded messages.</summary>
    public const int Depth = 100;

    /// <summary>The most parts of one message, the message itself not counted.</summary>
    public const int Parts = 10_000;

    /// <summary>The longest boundary that is looked for. RFC 2046 section 5.1.1 allows 70; some senders exceed it.</summary>
    public const int Boundary = 1_000;

    /// <summary>The most addresses of one envelope field.</summary>
    public const int Addresses = 5_000;

    /// <summary>The most parameters of one field.</summary>
    public const int Parameters = 128;

    /// <summary>The most bytes of one field value that are looked at for addresses and parameters.</summary>
    public const int FieldBytes = 1 << 20;

    /// <summary>The longest single string in the wire forms; longer ones are cut.</summary>
    public const int StringBytes = 64 * 1024;

    /// <summary>The most parts that are looked at for a preview.</summary>
    public const int PreviewParts = 8;

    /// <summary>The most source bytes of one part that are decoded for a preview.</summary>
    public const int PreviewBytes = 64 * 1024;

    /// <summary>The length of a preview in Unicode characters (RFC 8970 section 3.1).</summary>
    public const int PreviewCharacters = 200;
}
