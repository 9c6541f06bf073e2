namespace Port143.Storage;

/// <summary>A tombstone: a message was expunged.</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="ModSeq">The MODSEQ of the expunge.</param>
public readonly record struct ExpungedUid(uint Uid, long ModSeq);
