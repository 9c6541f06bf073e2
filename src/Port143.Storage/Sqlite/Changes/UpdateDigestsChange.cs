using Port143.Storage.Digest;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Replaces the digests of contents by ones of a better parser. Costs no MODSEQ: no message changed.</summary>
/// <param name="Digests">The new digests by content.</param>
/// <param name="IsLast">Whether every content of the account has the current version then.</param>
internal sealed record UpdateDigestsChange(IReadOnlyList<(long Content, MessageDigest Digest)> Digests, bool IsLast) : Change<MailboxResult>;
