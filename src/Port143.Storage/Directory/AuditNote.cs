namespace Port143.Storage;

/// <summary>Something to enter in the audit trail, with the time at which it is written.</summary>
/// <param name="Actor">Who did it, such as <c>cli user=root</c>.</param>
/// <param name="Action">What was done; see <see cref="AuditEntry"/>.</param>
/// <param name="Account">The account it is about, or null.</param>
/// <param name="Address">Its address, or empty.</param>
/// <param name="Detail">What it was done to and how; may be empty.</param>
public sealed record AuditNote(string Actor, string Action, AccountId? Account, string Address, string Detail);
