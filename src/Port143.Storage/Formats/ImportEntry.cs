using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>A message that is about to be committed, as the ledger remembers it.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Size">Its size.</param>
/// <param name="Date">Its internal date.</param>
internal readonly record struct ImportEntry(ImportKey Key, uint Size, InternalDate Date);
