namespace Port143.Storage;

/// <summary>How much of each resource an account may use; null for as much as there is (RFC 9208 section 5).</summary>
/// <param name="Storage">STORAGE: octets of all messages.</param>
/// <param name="Messages">MESSAGE: messages.</param>
/// <param name="Mailboxes">MAILBOX: mailboxes.</param>
/// <param name="Annotations">ANNOTATION-STORAGE: octets of the values of all annotations.</param>
public sealed record QuotaLimits(long? Storage = null, long? Messages = null, long? Mailboxes = null, long? Annotations = null)
{
    /// <summary>No limit.</summary>
    public static readonly QuotaLimits None = new();

    /// <summary>Whether this much more is within the limits. What does not grow is not looked at, even where it is over its limit.</summary>
    public bool Allow(QuotaUsage usage, QuotaUsage growth) =>
        Allows(Storage, usage.Storage, growth.Storage) && Allows(Messages, usage.Messages, growth.Messages)
        && Allows(Mailboxes, usage.Mailboxes, growth.Mailboxes) && Allows(Annotations, usage.Annotations, growth.Annotations);

    private static bool Allows(long? limit, long used, long growth) => growth <= 0 || limit is null || used + growth <= limit;
}
