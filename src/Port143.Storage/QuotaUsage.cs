namespace Port143.Storage;

/// <summary>How much of each resource an account uses (RFC 9208 section 5). Copies count like other messages.</summary>
/// <param name="Storage">STORAGE: the sum of all RFC822.SIZE, octets.</param>
/// <param name="Messages">MESSAGE: messages.</param>
/// <param name="Mailboxes">MAILBOX: mailboxes.</param>
/// <param name="Annotations">ANNOTATION-STORAGE: octets of the values of all annotations.</param>
public readonly record struct QuotaUsage(long Storage = 0, long Messages = 0, long Mailboxes = 0, long Annotations = 0);
