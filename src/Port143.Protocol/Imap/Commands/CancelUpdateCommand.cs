namespace Port143.Protocol.Imap.Commands;

/// <summary>CANCELUPDATE (RFC 5267 section 4.3.5).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Tags">The tags of the searches whose updates are no longer wanted.</param>
public sealed record CancelUpdateCommand(string Tag, IReadOnlyList<string> Tags) : ImapCommand(Tag);
