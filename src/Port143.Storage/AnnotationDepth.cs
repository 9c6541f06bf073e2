namespace Port143.Storage;

/// <summary>How far below an entry a reader looks (RFC 5464 section 4.2.2).</summary>
public enum AnnotationDepth
{
    /// <summary>0: the entry only.</summary>
    Entry,

    /// <summary>1: also the entries right below it.</summary>
    Children,

    /// <summary>infinity: also all entries below it.</summary>
    All,
}
