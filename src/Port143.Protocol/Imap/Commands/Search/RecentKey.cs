namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>RECENT (RFC 3501 section 6.4.4). NEW arrives as RECENT and not <c>\Seen</c>, OLD as not RECENT.</summary>
public sealed record RecentKey : SearchKey;
