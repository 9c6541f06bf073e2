namespace Port143.Client.Doctor.Probes;

/// <summary>Whether a server answered in LMTP.</summary>
/// <param name="Succeeded">Whether it greeted and answered LHLO.</param>
/// <param name="Error">Why not.</param>
public sealed record LmtpAnswer(bool Succeeded, string? Error);
