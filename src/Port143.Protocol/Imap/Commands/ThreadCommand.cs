using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Commands;

/// <summary>THREAD and UID THREAD (RFC 5256 section 3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the answer is in UIDs.</param>
/// <param name="Algorithm">How the messages are put together.</param>
/// <param name="Key">Which messages.</param>
public sealed record ThreadCommand(string Tag, bool Uid, ThreadAlgorithm Algorithm, SearchKey Key) : ImapCommand(Tag);
