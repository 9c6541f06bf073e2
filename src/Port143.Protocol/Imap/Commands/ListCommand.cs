namespace Port143.Protocol.Imap.Commands;

/// <summary>LIST (RFC 9051 section 6.3.9, RFC 5258).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="IsExtended">True when the client used any extended syntax: selection options, a list of patterns or return
/// options. An empty pattern asks for the delimiter in the basic form only.</param>
/// <param name="Selection">The selection options.</param>
/// <param name="Reference">The reference name, decoded to Unicode; mostly empty.</param>
/// <param name="Patterns">One or more patterns, decoded to Unicode, with the wildcards <c>*</c> and <c>%</c>.</param>
/// <param name="Return">The return options.</param>
/// <param name="StatusItems">What the STATUS return option asks for (RFC 5819); none without it.</param>
/// <param name="MetadataEntries">What the METADATA return option asks for (RFC 9590); none without it.</param>
public sealed record ListCommand(
    string Tag,
    bool IsExtended,
    ListSelection Selection,
    string Reference,
    IReadOnlyList<string> Patterns,
    ListReturn Return,
    StatusItems StatusItems,
    IReadOnlyList<string> MetadataEntries) : ImapCommand(Tag);
