namespace Port143.Protocol.Imap.Commands;

/// <summary>DEPTH of GETMETADATA (RFC 5464 section 4.2.2).</summary>
public enum MetadataDepth
{
    /// <summary>0: the entry alone; the default.</summary>
    Entry,

    /// <summary>1: also the entries right below it.</summary>
    Children,

    /// <summary>infinity: also all entries below it.</summary>
    All,
}
