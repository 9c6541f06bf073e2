using Port143.Mail;

namespace Port143.Storage;

/// <summary>Changes who may do what with a mailbox (SETACL, DELETEACL; RFC 4314 section 3). The result holds the new list.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Identifier">Whose entry is changed.</param>
/// <param name="Mode">What to do with the rights.</param>
/// <param name="Rights">The rights; to replace by none removes the entry.</param>
/// <param name="IsOwner">Whether the identifier is the owner's own; see <see cref="AccessControlList.Change"/>.</param>
/// <param name="Account">The account that the identifier names, where there is one: what it has read is forgotten when it may
/// not read any more.</param>
public sealed record SetAclChange(MailboxId Mailbox, AclIdentifier Identifier, AclMode Mode, MailboxRights Rights, bool IsOwner = false,
    AccountId? Account = null) : Change<MailboxResult>;
