namespace Port143.Mail;

/// <summary>A pair of an access control list (RFC 4314 section 2).</summary>
/// <param name="Identifier">Whom it speaks of.</param>
/// <param name="Rights">The rights that it gives, or takes away where the identifier is negative.</param>
public readonly record struct AclEntry(AclIdentifier Identifier, MailboxRights Rights);
