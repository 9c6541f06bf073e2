namespace Port143.Storage;

/// <summary>Sets the limits of an account (RFC 9208 section 4.1.3). Nothing is removed where they are below what is used.</summary>
/// <param name="Limits">All limits; null for the engine's default again.</param>
public sealed record SetQuotaChange(QuotaLimits? Limits) : Change<MailboxResult>;
