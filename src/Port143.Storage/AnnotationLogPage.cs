namespace Port143.Storage;

/// <summary>A stretch of an account's log of annotations, which has numbers of its own: no message changes with them.</summary>
/// <param name="Head">The number up to which the stretch reaches; the next one begins after it.</param>
/// <param name="Changes">What changed, in the order of the numbers; an entry that changed twice stands at its last change.</param>
/// <param name="IsLast">Whether the log ends here.</param>
public sealed record AnnotationLogPage(long Head, IReadOnlyList<ChangedAnnotation> Changes, bool IsLast)
{
    /// <summary>After how many changes a page ends, once the change that is begun is complete.</summary>
    public const int PageSize = 512;

    /// <summary>How many changes a removed entry is remembered, so that readers of the log hear that it is gone.</summary>
    public const int RememberRemoved = 1000;
}
