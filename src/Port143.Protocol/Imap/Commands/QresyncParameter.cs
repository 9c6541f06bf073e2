using Port143.Mail;

namespace Port143.Protocol.Imap.Commands;

/// <summary>What a client remembers of a mailbox (RFC 7162 section 3.2.5).</summary>
/// <param name="UidValidity">The last known UIDVALIDITY, not 0.</param>
/// <param name="ModSeq">The last known modification sequence, not 0.</param>
/// <param name="KnownUids">The UIDs the client knows, or null when it did not say: then all.</param>
/// <param name="SequenceMatch">Pairs of sequence numbers and UIDs, or null.</param>
public sealed record QresyncParameter(uint UidValidity, long ModSeq, UidSet? KnownUids, SequenceMatchData? SequenceMatch);
