using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Commands;

/// <summary>SEARCH and UID SEARCH (RFC 9051 section 6.4.4).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the answer is in UIDs.</param>
/// <param name="Return">The return options, so that the answer is an ESEARCH (RFC 4731); null without RETURN.</param>
/// <param name="Charset">The charset named, in capitals, or null; the keys are decoded already.</param>
/// <param name="Key">What to look for; several keys stand in an <see cref="AndKey"/>.</param>
public sealed record SearchCommand(string Tag, bool Uid, SearchReturns? Return, string? Charset, SearchKey Key)
    : ImapCommand(Tag);
