using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>A STORE that is ready to be committed.</summary>
/// <param name="Command">The command.</param>
/// <param name="Uids">Its messages.</param>
/// <param name="Exceeded">What the client must be told if these are not all that it named (RFC 9738).</param>
/// <param name="Stale">Those of a silent STORE that changed since the client heard of the mailbox.</param>
/// <param name="Change">What to commit; null when there is nothing.</param>
internal sealed record PreparedStore(
    StoreCommand Command, UidSet Uids, ResponseCode? Exceeded, UidSet Stale, StoreChange? Change)
{
    /// <summary>The MODSEQ of the mailbox right before, as far as this session knows.</summary>
    public long Before { get; set; }
}
