namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>MODSEQ (RFC 7162 section 3.1.5): messages changed at this modification sequence or later.</summary>
/// <param name="Value">The lowest modification sequence that matches.</param>
/// <param name="EntryName">The metadata item asked about, such as <c>/flags/\Seen</c>, or null. A server that keeps one
/// modification sequence per message disregards it.</param>
/// <param name="EntryType"><c>priv</c>, <c>shared</c> or <c>all</c>; null without an entry name.</param>
public sealed record ModSeqKey(long Value, string? EntryName, string? EntryType) : SearchKey;
