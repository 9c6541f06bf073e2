namespace Port143.Protocol.Imap;

/// <summary>The facts about one command.</summary>
/// <param name="Name">The name in capitals, as on the wire: <c>FETCH</c>, <c>UID FETCH</c>.</param>
/// <param name="States">In which states it is valid.</param>
/// <param name="UsesSequenceNumbers">Whether its arguments or answers name messages by sequence number.</param>
/// <param name="MayTellExpunge">Whether EXPUNGE or VANISHED may be told while it runs (RFC 9051 section 7.5.1): not by FETCH,
/// STORE and SEARCH, whose sequence numbers would shift, and not where no view of a mailbox outlives the command.</param>
/// <param name="Capability">The capability that announces it, or null for the base protocol.</param>
/// <param name="Rfc">RFC and section.</param>
public sealed record CommandRow(
    string Name, ConnectionStates States, bool UsesSequenceNumbers, bool MayTellExpunge, string? Capability, string Rfc);
