namespace Port143.Protocol.Imap.Commands;

/// <summary>GENURLAUTH (RFC 4467).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Urls">The URLs, which end with their access identifiers, and the mechanism for each, in capitals.</param>
public sealed record GenUrlAuthCommand(string Tag, IReadOnlyList<(string Url, string Mechanism)> Urls) : ImapCommand(Tag);
