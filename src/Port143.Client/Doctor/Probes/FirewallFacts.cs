using Port143.Client.Doctor.Probes.Firewall;

namespace Port143.Client.Doctor.Probes;

/// <summary>The firewall of this machine as it was read.</summary>
/// <param name="Rules">Its rules; null when they could not be read.</param>
/// <param name="Tool">With what they were read: <c>nft</c> or <c>iptables</c>.</param>
/// <param name="Manager">What manages them: <c>ufw</c>, <c>firewalld</c> or null.</param>
/// <param name="InputChain">The chain of nftables that packets for this machine begin in, ready for a command.</param>
/// <param name="Error">Why they could not be read.</param>
public sealed record FirewallFacts(FirewallRules? Rules, string Tool, string? Manager, string? InputChain, string? Error);
