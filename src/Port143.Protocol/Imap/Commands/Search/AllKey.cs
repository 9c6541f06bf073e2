namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>ALL: every message.</summary>
public sealed record AllKey : SearchKey;
