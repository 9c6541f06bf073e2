namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>Several keys, all of which must match.</summary>
/// <param name="Keys">Two or more keys.</param>
public sealed record AndKey(IReadOnlyList<SearchKey> Keys) : SearchKey;
