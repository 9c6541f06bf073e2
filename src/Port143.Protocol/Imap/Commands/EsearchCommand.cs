using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Commands;

/// <summary>ESEARCH (RFC 7377): a search of several mailboxes, none of which need be selected.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Sources">Where to search; none means the selected mailbox.</param>
/// <param name="Return">The return options; ALL when there were none.</param>
/// <param name="Key">What to look for.</param>
public sealed record EsearchCommand(string Tag, IReadOnlyList<SearchSource> Sources, SearchReturns Return, SearchKey Key) : ImapCommand(Tag);
