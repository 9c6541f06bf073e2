namespace Port143.Client.Doctor;

/// <summary>A check that has run, or was skipped.</summary>
/// <param name="Check">Which.</param>
/// <param name="Finding">What it found.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record CheckResult(DoctorCheck Check, Finding Finding, TimeSpan Elapsed);
