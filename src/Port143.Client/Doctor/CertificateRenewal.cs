namespace Port143.Client.Doctor;

/// <summary>How the server's own renewal of its certificate stands (ACME).</summary>
/// <param name="Names">The host names that it is to be for.</param>
/// <param name="Due">When the next try is; in the past: now.</param>
/// <param name="Failures">How many tries have failed since the last that did not.</param>
/// <param name="Error">Why the last one failed; empty when none did.</param>
public sealed record CertificateRenewal(IReadOnlyList<string> Names, DateTimeOffset Due, int Failures, string Error);
