namespace Port143.Storage.Digest;

/// <summary>One <c>name=value</c> of a Content-Type or Content-Disposition field, as ranges of the field's value.</summary>
/// <param name="Name">The name without the marks of RFC 2231.</param>
/// <param name="Value">The value, without the quotes.</param>
/// <param name="Quoted">Whether it stood in quotes.</param>
/// <param name="Section">The number of a continuation (RFC 2231 section 3), or -1.</param>
/// <param name="Extended">Whether the value is percent-encoded (RFC 2231 section 4).</param>
internal readonly record struct MimeParameter(Range Name, Range Value, bool Quoted, int Section, bool Extended)
{
    /// <summary>Whether the value must be put together or decoded.</summary>
    public bool IsMarked => Extended || Section >= 0;
}
