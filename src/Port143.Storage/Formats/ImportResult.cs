namespace Port143.Storage.Formats;

/// <summary>What came of an import.</summary>
/// <param name="Messages">How many messages were imported.</param>
/// <param name="Bytes">How many octets they have.</param>
/// <param name="Skipped">How many were passed over because they were imported before.</param>
/// <param name="Mailboxes">How many mailboxes the sources belong to.</param>
/// <param name="Failures">What could not be imported, a line each: where and why.</param>
public sealed record ImportResult(long Messages, long Bytes, long Skipped, int Mailboxes, IReadOnlyList<string> Failures);
