namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>BEFORE, ON, SINCE, and the same with SENT (RFC 9051 section 6.4.4) and SAVED (RFC 8514 section 4.2).</summary>
/// <param name="Field">Which date of the message.</param>
/// <param name="Comparison">How it is compared.</param>
/// <param name="Day">The date as days since 1970-01-01; time and zone of the message are disregarded.</param>
public sealed record DateKey(DateField Field, DateComparison Comparison, int Day) : SearchKey;
