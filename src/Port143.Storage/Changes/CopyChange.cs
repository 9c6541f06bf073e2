using Port143.Mail;

namespace Port143.Storage;

/// <summary>Copies or moves messages to another mailbox of the account, all or none; flags and internal dates go with them.</summary>
/// <param name="Source">From where.</param>
/// <param name="Uids">Which messages; UIDs without a message are passed over.</param>
/// <param name="Target">To where; may be the source.</param>
/// <param name="Move">Whether to expunge them from the source in the same change (RFC 6851).</param>
/// <param name="Rights">The copies get only flags that these rights in the target allow (RFC 4314 section 4).</param>
/// <param name="SourceReader">Whose <c>\Seen</c> goes with them, where readers have it of their own; null: the owner's.</param>
/// <param name="TargetReader">Who gets it in the target. The owner's then goes with the messages as well.</param>
public sealed record CopyChange(MailboxId Source, UidSet Uids, MailboxId Target, bool Move, MailboxRights Rights = MailboxRights.All,
    AccountId? SourceReader = null, AccountId? TargetReader = null)
    : Change<CopyResult>;
