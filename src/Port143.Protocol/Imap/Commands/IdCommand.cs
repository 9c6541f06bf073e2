namespace Port143.Protocol.Imap.Commands;

/// <summary>ID (RFC 2971 section 3.1): what the client says about itself. Nothing may depend on it.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Fields">At most 30 fields in the order sent; empty when the client sent NIL.</param>
public sealed record IdCommand(string Tag, IReadOnlyList<IdField> Fields) : ImapCommand(Tag);
