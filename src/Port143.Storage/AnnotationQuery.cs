namespace Port143.Storage;

/// <summary>Which annotations to read; entries are compared without regard to case (RFC 5464 section 3.2).</summary>
/// <param name="Mailbox">The mailbox; null for the annotations of the account as a whole.</param>
/// <param name="Owner">Whose private entries to read; null for the shared ones.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Depth">Whether to read the entries below it as well.</param>
/// <param name="After">Goes on after this entry, the last of the page before; null begins.</param>
public sealed record AnnotationQuery(
    MailboxId? Mailbox, AccountId? Owner, string Entry, AnnotationDepth Depth = AnnotationDepth.Entry, string? After = null)
{
    /// <summary>After how many octets of values a page ends. The one that goes beyond is part of it.</summary>
    public const int PageSize = 256 * 1024;
}
