namespace Port143.Protocol.Imap.Commands;

/// <summary>One criterion of SORT (RFC 5256 section 5).</summary>
/// <param name="Key">What decides.</param>
/// <param name="Reverse">REVERSE: the highest comes first.</param>
public sealed record SortCriterion(SortKey Key, bool Reverse);
