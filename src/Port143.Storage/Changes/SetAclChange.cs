using Port143.Mail;

namespace Port143.Storage;

/// <summary>
/// Changes who may do what with a mailbox (SETACL, DELETEACL; RFC 4314 section 3). The result holds the new list. What a reader has
/// seen is kept while he has no rights: he may get them back before he notices.
/// </summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Identifier">Whose entry is changed.</param>
/// <param name="Mode">What to do with the rights.</param>
/// <param name="Rights">The rights; to replace by none removes the entry.</param>
/// <param name="IsOwner">Whether the identifier is the owner's own; see <see cref="AccessControlList.Change"/>.</param>
public sealed record SetAclChange(MailboxId Mailbox, AclIdentifier Identifier, AclMode Mode, MailboxRights Rights, bool IsOwner = false)
    : Change<MailboxResult>;
