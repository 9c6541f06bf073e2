namespace Port143.Storage.Formats;

/// <summary>A file or folder whose messages go to one mailbox.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Levels">The levels of the mailbox below the root of the import; none for the root itself.</param>
/// <param name="Size">How many octets it has.</param>
/// <param name="Open">Opens it.</param>
internal sealed record ImportSource(string Path, IReadOnlyList<string> Levels, long Size, Func<MailReader> Open);
