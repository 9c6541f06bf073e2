using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>What became of a message: a command, or the reason why it is none.</summary>
/// <param name="Command">The command; null when there is none.</param>
/// <param name="Tag">The tag, as far as it could be read.</param>
/// <param name="Reason">What is wrong, for people.</param>
/// <param name="IsBadCharset">Whether SEARCH asked for an unknown charset: NO [BADCHARSET] instead of BAD.</param>
/// <param name="IsBadCharsetOfFilter">Whether that search has a FILTER key: BAD [BADCHARSET] (RFC 5466 section 3.1).</param>
/// <param name="IsFailedSave">Whether that search was to save its result: then it saved the empty one (RFC 5182 section 2.1).</param>
public readonly record struct ParseOutcome(
    ImapCommand? Command, string? Tag, string Reason, bool IsBadCharset, bool IsBadCharsetOfFilter = false, bool IsFailedSave = false);
