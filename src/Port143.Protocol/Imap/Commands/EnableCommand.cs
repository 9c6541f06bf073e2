namespace Port143.Protocol.Imap.Commands;

/// <summary>ENABLE (RFC 9051 section 6.3.1, RFC 5161).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Capabilities">The names asked for, in capitals; unknown ones are to be ignored.</param>
public sealed record EnableCommand(string Tag, IReadOnlyList<string> Capabilities) : ImapCommand(Tag);
