using Port143.Protocol.Imap.Commands.Notify;

namespace Port143.Protocol.Imap.Commands;

/// <summary>NOTIFY SET and NOTIFY NONE (RFC 5465 section 3.1).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Status">Whether the server tells the STATUS of every watched mailbox first.</param>
/// <param name="Groups">What is watched for what; null for NOTIFY NONE.</param>
public sealed record NotifyCommand(string Tag, bool Status, IReadOnlyList<NotifyGroup>? Groups) : ImapCommand(Tag);
