using Port143.Mail;

namespace Port143.Storage;

/// <summary>What the list of mailboxes says of one.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="UidValidity">Its UIDVALIDITY, 1 or more, below 2^31.</param>
/// <param name="SpecialUse">What it is for.</param>
public sealed record MailboxInfo(MailboxId Id, MailboxName Name, uint UidValidity, SpecialUse SpecialUse)
{
    /// <summary>Who may do what with it; without entries it is its owner's alone (RFC 4314).</summary>
    public AccessControlList Acl { get; init; } = AccessControlList.Private;

    /// <summary>
    /// Whether <c>\Seen</c> is one flag for all who may read it; if not, each reader but the owner has his own
    /// (<see cref="SeenSetting"/>).
    /// </summary>
    public bool SharesSeen { get; init; }

    /// <summary>
    /// MAILBOXID (RFC 8474 section 4.1): unique within the account, kept on RENAME, new after DELETE and CREATE.
    /// </summary>
    public string ObjectId => $"F{UidValidity}-{Id.Value}";
}
