namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>What a firewall does with new connections to a port.</summary>
/// <param name="Verdict">Accept, drop or reject.</param>
/// <param name="By">The rule or the policy that decides.</param>
/// <param name="Exceptions">Rules before it that decide otherwise for some clients.</param>
public sealed record FirewallDecision(FirewallVerdict Verdict, string By, IReadOnlyList<string> Exceptions)
{
    /// <summary>Whether connections come in, but for exceptions.</summary>
    public bool Accepts => Verdict == FirewallVerdict.Accept;
}
