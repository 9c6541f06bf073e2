using Port143.Mail;

namespace Port143.Storage;

/// <summary>A stretch of a mailbox's log.</summary>
/// <param name="After">The MODSEQ that the stretch follows.</param>
/// <param name="State">The mailbox at the end of the stretch.</param>
/// <param name="Rows">Messages added or changed in the stretch, in UID order, as they are at its end.</param>
/// <param name="Expunged">UIDs expunged in the stretch, with the MODSEQ of each, in MODSEQ order.</param>
public sealed record LogPage(long After, MailboxState State, IReadOnlyList<MessageRow> Rows, IReadOnlyList<ExpungedUid> Expunged)
{
    /// <summary>Whether the log reaches back to <see cref="After"/>; if not, the reader must resynchronise in full.</summary>
    public bool IsComplete => After >= State.Floor || After == 0;
}
