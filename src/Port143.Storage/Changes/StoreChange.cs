using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage;

/// <summary>
/// Changes flags. Survives a kill at once and a power loss after a second at the most, unless the engine was told to be
/// strict. Messages that already have the wanted flags keep their MODSEQ.
/// </summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Uids">Which messages; UIDs without a message are passed over.</param>
/// <param name="Mode">Whether to replace, add or remove.</param>
/// <param name="Flags">Flag and keyword names; <c>\Recent</c> is ignored.</param>
/// <param name="UnchangedSince">Change only messages whose MODSEQ is not above this (RFC 7162 section 3.1.3); null for all.</param>
/// <param name="Rights">Only flags that these rights allow are changed: <c>s</c>, <c>t</c> and <c>w</c> (RFC 4314 section 4).</param>
/// <param name="Reader">Whose <c>\Seen</c> is meant, where readers have it of their own; null: the owner's.</param>
public sealed record StoreChange(
    MailboxId Mailbox, UidSet Uids, FlagMode Mode, IReadOnlyList<string> Flags, long? UnchangedSince = null,
    MailboxRights Rights = MailboxRights.All, AccountId? Reader = null) : Change<StoreResult>
{
    /// <summary>
    /// The columns of the mailbox with the owner's flags, where the caller has them: while they stand at the head of the log, an
    /// engine need not read which messages differ.
    /// </summary>
    public MailboxIndex? Columns { get; init; }
}
