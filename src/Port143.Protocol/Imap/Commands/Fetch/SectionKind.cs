namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>What of a part a section names (RFC 9051 section 6.4.5.1).</summary>
public enum SectionKind
{
    /// <summary>The whole message or the content of the part.</summary>
    All,

    /// <summary>HEADER: the header of a message.</summary>
    Header,

    /// <summary>HEADER.FIELDS: the fields named.</summary>
    HeaderFields,

    /// <summary>HEADER.FIELDS.NOT: all fields but the ones named.</summary>
    HeaderFieldsNot,

    /// <summary>TEXT: the body of a message without its header.</summary>
    Text,

    /// <summary>MIME: the MIME header of a part.</summary>
    Mime,
}
