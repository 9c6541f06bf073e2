namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>A chain of rules.</summary>
/// <param name="Name">Its name, with family and table: <c>inet filter input</c>.</param>
/// <param name="IsInput">Whether packets for this machine begin here.</param>
/// <param name="Policy">What becomes of a packet that no rule decides on.</param>
/// <param name="Rules">The rules in their order.</param>
public sealed record FirewallChain(string Name, bool IsInput, FirewallVerdict Policy, List<FirewallRule> Rules);
