namespace Port143.Storage.Digest;

/// <summary>How the bytes of a part are encoded for transport (RFC 2045 section 6.1). The numbers are stored: never renumber.</summary>
public enum TransferEncoding : byte
{
    /// <summary><c>7bit</c>, the default when the field is absent.</summary>
    SevenBit = 0,

    /// <summary><c>8bit</c>.</summary>
    EightBit = 1,

    /// <summary><c>binary</c>.</summary>
    Binary = 2,

    /// <summary><c>base64</c> (RFC 2045 section 6.8).</summary>
    Base64 = 3,

    /// <summary><c>quoted-printable</c> (RFC 2045 section 6.7).</summary>
    QuotedPrintable = 4,

    /// <summary><c>x-uuencode</c> and its other spellings; no RFC, but still met.</summary>
    UUEncode = 5,

    /// <summary>Anything else: the part cannot be decoded (RFC 3516: <c>NO [UNKNOWN-CTE]</c>).</summary>
    Unknown = 6,
}
