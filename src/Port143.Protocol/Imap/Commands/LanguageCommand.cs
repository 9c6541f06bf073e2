namespace Port143.Protocol.Imap.Commands;

/// <summary>LANGUAGE (RFC 5255 section 3.2).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Ranges">Language ranges (RFC 4647), first wish first; none asks for the languages that there are.</param>
public sealed record LanguageCommand(string Tag, IReadOnlyList<string> Ranges) : ImapCommand(Tag);
