using Port143.Mail;

namespace Port143.Storage;

/// <summary>A stretch of a mailbox's log.</summary>
/// <param name="After">The MODSEQ that the stretch follows.</param>
/// <param name="State">The mailbox at the end of the stretch.</param>
/// <param name="Rows">Messages added or changed in the stretch, in UID order, as they are at its end.</param>
/// <param name="Expunged">UIDs expunged in the stretch, with the MODSEQ of each, in MODSEQ order.</param>
public sealed record LogPage(long After, MailboxState State, IReadOnlyList<MessageRow> Rows, IReadOnlyList<ExpungedUid> Expunged)
{
    /// <summary>Whose <c>\Seen</c> the rows have, where readers have it of their own; null: the owner's.</summary>
    public AccountId? Reader { get; init; }

    /// <summary>
    /// What readers did to their own <c>\Seen</c> in the stretch, in MODSEQ order: in the page of a notice. One that was read
    /// from the log has it in the rows.
    /// </summary>
    public IReadOnlyList<SeenMark> Marks { get; init; } = [];

    /// <summary>
    /// STOREs over many messages in the stretch, in MODSEQ order: in the page of a notice, whose rows, which are as they are at its
    /// end, come after them. One that was read from the log has them in the rows.
    /// </summary>
    public IReadOnlyList<WideStore> WideStores { get; init; } = [];

    /// <summary>Whether the log reaches back to <see cref="After"/>; if not, the reader must resynchronise in full.</summary>
    public bool IsComplete => After >= State.Floor || After == 0;
}
