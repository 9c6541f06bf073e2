namespace Port143.Protocol.Imap.Commands;

/// <summary>STORE and UID STORE (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the set holds UIDs.</param>
/// <param name="Set">The messages.</param>
/// <param name="Mode">What to do with the flags.</param>
/// <param name="Silent">Whether the new flags are not to be told.</param>
/// <param name="Flags">The flags as sent; may be empty.</param>
/// <param name="UnchangedSince">UNCHANGEDSINCE: only messages whose modification sequence is not higher; or null.</param>
public sealed record StoreCommand(
    string Tag, bool Uid, SequenceSet Set, StoreMode Mode, bool Silent, IReadOnlyList<string> Flags, long? UnchangedSince)
    : ImapCommand(Tag);
