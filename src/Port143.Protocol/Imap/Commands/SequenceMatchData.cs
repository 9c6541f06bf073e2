using Port143.Mail;

namespace Port143.Protocol.Imap.Commands;

/// <summary>Sequence numbers and the UIDs they had for the client (RFC 7162 section 3.2.5.2), so that the server can find
/// from where on the client's view differs. Both hold equally many numbers, ascending.</summary>
/// <param name="KnownSequence">The message sequence numbers.</param>
/// <param name="KnownSequenceUids">Their UIDs, in the same order.</param>
public sealed record SequenceMatchData(SequenceSet KnownSequence, UidSet KnownSequenceUids);
