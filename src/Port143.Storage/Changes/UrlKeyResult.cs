namespace Port143.Storage;

/// <summary>What came of a <see cref="UrlKeyChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="Key">The key of the mailbox now; empty when all were taken away.</param>
public sealed record UrlKeyResult(ChangeFailure Failure, ReadOnlyMemory<byte> Key) : ChangeResult(Failure);
