namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>One rule.</summary>
/// <param name="Match">Whether it is for a new connection to this port.</param>
/// <param name="Verdict">What it does.</param>
/// <param name="Target">The chain of a jump; null for other verdicts.</param>
/// <param name="Text">How a person would find it.</param>
public sealed record FirewallRule(Func<int, FirewallMatch> Match, FirewallVerdict Verdict, string? Target, string Text);
