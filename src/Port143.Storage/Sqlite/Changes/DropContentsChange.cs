namespace Port143.Storage.Sqlite.Changes;

/// <summary>Drops contents that no message refers to any more. Once unreferenced, a content stays so: COPY reads live rows only.</summary>
/// <param name="Contents">The contents to drop.</param>
/// <param name="StillInUse">Contents that were released by one mailbox and live on in another.</param>
internal sealed record DropContentsChange(IReadOnlyList<long> Contents, IReadOnlyList<long> StillInUse) : Change<DropContentsResult>;
