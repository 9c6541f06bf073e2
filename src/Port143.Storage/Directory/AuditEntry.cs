namespace Port143.Storage;

/// <summary>One administrative change, as written in the audit trail.</summary>
/// <param name="Sequence">Its number; only grows.</param>
/// <param name="At">When it was made, to the second.</param>
/// <param name="Actor">Who made it, such as <c>cli uid=0</c>.</param>
/// <param name="Action">What was done: add, password, disable, enable, delete, device-add or device-revoke.</param>
/// <param name="Account">The account.</param>
/// <param name="Address">Its address at that time.</param>
/// <param name="Detail">What it was done to, such as the name of a device; may be empty.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, string Actor, string Action, AccountId Account, string Address, string Detail);
