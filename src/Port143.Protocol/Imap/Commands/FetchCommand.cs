using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Commands;

/// <summary>FETCH and UID FETCH (RFC 9051 section 6.4.5, RFC 7162 sections 3.1.4.1 and 3.2.6).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the set holds UIDs.</param>
/// <param name="Set">The messages.</param>
/// <param name="Items">The data items in the order sent, macros expanded.</param>
/// <param name="ChangedSince">CHANGEDSINCE: only messages with a higher modification sequence; or null.</param>
/// <param name="Vanished">VANISHED: also tell which of the UIDs were expunged since; only with UID and CHANGEDSINCE.</param>
/// <param name="Partial">PARTIAL: only some of the messages that the set names (RFC 9394 section 3.3); only with UID; or null.</param>
public sealed record FetchCommand(
    string Tag, bool Uid, SequenceSet Set, IReadOnlyList<FetchItem> Items, long? ChangedSince, bool Vanished,
    PartialResults? Partial = null) : ImapCommand(Tag);
