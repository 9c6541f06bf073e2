namespace Port143.Storage.Digest;

/// <summary>What of a part is asked for (RFC 9051 section 6.4.5.1, <c>section-msgtext</c> and <c>section-text</c>).</summary>
public enum SectionKind : byte
{
    /// <summary>No word after the numbers: the body of the part; with no numbers, the whole message.</summary>
    All,

    /// <summary><c>HEADER</c>, also the source of <c>HEADER.FIELDS</c>: the header of the message or of a message/rfc822 part.</summary>
    Header,

    /// <summary><c>TEXT</c>: what follows the header of the message or of a message/rfc822 part.</summary>
    Text,

    /// <summary><c>MIME</c>: the part's own header.</summary>
    Mime,
}
