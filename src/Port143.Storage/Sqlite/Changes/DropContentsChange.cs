namespace Port143.Storage.Sqlite.Changes;

/// <summary>
/// Drops contents that no message refers to any more. Once unreferenced, a content stays so: COPY reads live rows only. One
/// that is still referred to may be released once more at any time, and is only struck from the list if it was not.
/// </summary>
/// <param name="Contents">The contents to drop.</param>
/// <param name="StillInUse">Contents that live on, with how many times they had been released when that was found out.</param>
internal sealed record DropContentsChange(
    IReadOnlyList<long> Contents, IReadOnlyList<ReleasedContent> StillInUse) : Change<DropContentsResult>;
