namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>Where a text is looked for.</summary>
public enum TextField
{
    /// <summary>FROM</summary>
    From,

    /// <summary>TO</summary>
    To,

    /// <summary>CC</summary>
    Cc,

    /// <summary>BCC</summary>
    Bcc,

    /// <summary>SUBJECT</summary>
    Subject,

    /// <summary>BODY: the body without the header.</summary>
    Body,

    /// <summary>TEXT: header and body.</summary>
    Text,
}
