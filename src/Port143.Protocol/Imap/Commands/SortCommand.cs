using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Commands;

/// <summary>SORT and UID SORT (RFC 5256 section 3, RFC 5267 section 3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the answer is in UIDs.</param>
/// <param name="Return">The return options, so that the answer is an ESEARCH; null without RETURN.</param>
/// <param name="Criteria">What decides, the most important first.</param>
/// <param name="Charset">The charset named; the keys are decoded already.</param>
/// <param name="Key">What to look for.</param>
public sealed record SortCommand(
    string Tag, bool Uid, SearchReturns? Return, IReadOnlyList<SortCriterion> Criteria, string Charset, SearchKey Key) : ImapCommand(Tag);
