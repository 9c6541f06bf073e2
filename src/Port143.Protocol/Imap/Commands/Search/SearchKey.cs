namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>A search key (RFC 9051 section 6.4.4). The tree is at most as deep as the grammar allows: 50.</summary>
public abstract record SearchKey;
