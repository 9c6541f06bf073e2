namespace Port143.Storage.Index;

/// <summary>What STATUS and SELECT count.</summary>
/// <param name="Messages">All messages.</param>
/// <param name="Unseen">Messages without <c>\Seen</c>.</param>
/// <param name="Deleted">Messages with <c>\Deleted</c>.</param>
/// <param name="Size">The sum of all RFC822.SIZE, octets.</param>
public readonly record struct MailboxCounts(uint Messages, uint Unseen, uint Deleted, ulong Size);
