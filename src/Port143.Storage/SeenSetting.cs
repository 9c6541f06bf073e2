namespace Port143.Storage;

/// <summary>
/// Whether the readers of a shared mailbox share <c>\Seen</c> with its owner or have it each for himself. The setting is an
/// annotation of the mailbox, so that clients can read it and the owner can set it (RFC 5464).
/// </summary>
public static class SeenSetting
{
    /// <summary>The annotation that holds it.</summary>
    public const string Entry = "/shared/vendor/port143/seen";

    /// <summary>The value of a mailbox whose readers share <c>\Seen</c>.</summary>
    public const string Shared = "shared";

    /// <summary>The value of one where each has his own; so it is without a value, too.</summary>
    public const string Private = "private";

    /// <summary>Whether an annotation is this one.</summary>
    public static bool IsEntry(string entry) => entry.Equals(Entry, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value can be set.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value) => IsShared(value) || value.SequenceEqual("private"u8);

    /// <summary>Whether a value says that <c>\Seen</c> is shared.</summary>
    public static bool IsShared(ReadOnlySpan<byte> value) => value.SequenceEqual("shared"u8);

    /// <summary>The annotation that says so.</summary>
    public static NewAnnotation Of(bool shared) => new(null, Entry, shared ? "shared"u8.ToArray() : "private"u8.ToArray());
}
