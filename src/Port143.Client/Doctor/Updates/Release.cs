namespace Port143.Client.Doctor.Updates;

/// <summary>A version in the index.</summary>
/// <param name="Version">Its number, such as <c>1.4.2</c>.</param>
/// <param name="IsSecurity">Whether it fixes a security problem.</param>
/// <param name="Notes">Where its notes are, an https address; null without.</param>
public sealed record Release(string Version, bool IsSecurity, string? Notes);
