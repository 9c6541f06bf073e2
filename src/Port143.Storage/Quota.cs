namespace Port143.Storage;

/// <summary>An account's usage and limits at one moment.</summary>
/// <param name="Usage">What it uses.</param>
/// <param name="Limits">What it may use: what was set for it, else the engine's default.</param>
/// <param name="IsOwn">Whether the limits were set for this account.</param>
public sealed record Quota(QuotaUsage Usage, QuotaLimits Limits, bool IsOwn);
