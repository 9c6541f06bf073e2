namespace Port143.Storage;

/// <summary>One entry of the audit trail: an administrative change, or a sign-in.</summary>
/// <param name="Sequence">Its number; only grows.</param>
/// <param name="At">When it was made, to the second.</param>
/// <param name="Actor">Who made it, such as <c>cli user=root</c>, <c>account alice@example.org</c> or <c>server</c>.</param>
/// <param name="Action">
/// What was done: add, password, disable, enable, delete, device-add, device-revoke, second-factor-on, second-factor-off, recovery-codes,
/// recovery-code-used, share, quota, sign-in, sign-in-refused, block, block-remove, session-end or config.
/// </param>
/// <param name="Account">The account, or null when it is about none.</param>
/// <param name="Address">Its address at that time, or empty.</param>
/// <param name="Detail">What it was done to, such as the name of a device; may be empty.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, string Actor, string Action, AccountId? Account, string Address, string Detail);
