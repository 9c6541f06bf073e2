namespace Port143.Storage.Formats;

/// <summary>What the ledger knows a message by: its source, its octets, and how often they came before in that source.</summary>
/// <param name="Mailbox">The number of the mailbox it goes to.</param>
/// <param name="Source">The number of the source in the ledger.</param>
/// <param name="Digest">Half of the SHA-256 of its octets.</param>
/// <param name="Nth">0 for the first message with these octets in the source.</param>
internal readonly record struct ImportKey(long Mailbox, long Source, UInt128 Digest, int Nth);
