using Port143.Mail;

namespace Port143.Storage;

/// <summary>One message of a mailbox: all that changes, and what is asked of every message.</summary>
/// <param name="Uid">Its UID, 1 to 2^31 - 1.</param>
/// <param name="ModSeq">The MODSEQ of its last change.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="InternalDate">Its internal date.</param>
/// <param name="SaveDate">When it was put into this mailbox, seconds since 1970 UTC (RFC 8514).</param>
/// <param name="Size">RFC822.SIZE, octets.</param>
/// <param name="Content">The number of its content within the account; equal for copies (EMAILID, RFC 8474).</param>
public readonly record struct MessageRow(
    uint Uid, long ModSeq, FlagSet Flags, InternalDate InternalDate, long SaveDate, uint Size, long Content)
{
    /// <summary>The same row for somebody who has <c>\Seen</c> of his own.</summary>
    public MessageRow SeenAs(bool isSeen) => this with { Flags = isSeen ? Flags | FlagSet.Seen : Flags - FlagSet.Seen };
}
