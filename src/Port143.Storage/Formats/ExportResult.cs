namespace Port143.Storage.Formats;

/// <summary>What came of an export.</summary>
/// <param name="Messages">How many messages were written.</param>
/// <param name="Bytes">How many octets they have.</param>
/// <param name="Mailboxes">How many mailboxes were written.</param>
public sealed record ExportResult(long Messages, long Bytes, int Mailboxes);
