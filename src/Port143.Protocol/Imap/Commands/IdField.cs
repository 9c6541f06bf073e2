namespace Port143.Protocol.Imap.Commands;

/// <summary>One field of ID (RFC 2971 section 3.3).</summary>
/// <param name="Name">The field's name, at most 30 octets.</param>
/// <param name="Value">Its value, at most 1024 octets, or null for NIL.</param>
public readonly record struct IdField(string Name, string? Value);
