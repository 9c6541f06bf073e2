namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>A data item that FETCH asks for (RFC 9051 section 6.4.5).</summary>
public abstract record FetchItem;
