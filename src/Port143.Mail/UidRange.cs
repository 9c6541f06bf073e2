namespace Port143.Mail;

/// <summary>An inclusive range of unique identifiers; <c>1 &lt;= First &lt;= Last</c>.</summary>
/// <param name="First">The lowest UID of the range.</param>
/// <param name="Last">The highest UID of the range.</param>
public readonly record struct UidRange(uint First, uint Last)
{
    /// <summary>How many UIDs the range spans, whether or not messages have them.</summary>
    public long Count => (long)Last - First + 1;

    /// <summary>Whether the range contains <paramref name="uid"/>.</summary>
    public bool Contains(uint uid) => uid - First <= Last - First;
}
