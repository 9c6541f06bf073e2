namespace Port143.Protocol.Imap.Commands;

/// <summary>UIDBATCHES (RFC 10022 section 3.1).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Size">How many messages a batch has.</param>
/// <param name="First">The first batch asked for; 0 for all.</param>
/// <param name="Last">The last batch asked for, which may be lower than the first: the server refuses that; 0 for all.</param>
public sealed record UidBatchesCommand(string Tag, uint Size, uint First, uint Last) : ImapCommand(Tag);
