namespace Port143.Protocol.Imap.Commands;

/// <summary>COMPARATOR (RFC 5255 section 4.7).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Patterns">What the client would like, first wish first; none asks which comparator is active.</param>
public sealed record ComparatorCommand(string Tag, IReadOnlyList<string> Patterns) : ImapCommand(Tag);
