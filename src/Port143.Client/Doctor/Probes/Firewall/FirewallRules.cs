namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>
/// The rules of this machine for packets that come in. Every chain that packets begin in must let a connection pass: an
/// accept ends one chain, a drop ends all.
/// </summary>
public sealed class FirewallRules(IReadOnlyList<FirewallChain> chains)
{
    private const int MaxDepth = 16;
    private const int MaxSteps = 100_000;

    private readonly Dictionary<string, FirewallChain> _byName = chains.GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.First());

    /// <summary>Whether there is any chain that could keep something out.</summary>
    public bool IsThere => chains.Any(c => c.IsInput);

    /// <summary>The name of the first chain that packets for this machine begin in; null without one.</summary>
    public string? FirstInput => chains.FirstOrDefault(c => c.IsInput)?.Name;

    /// <summary>Follows a new TCP connection from outside to a port.</summary>
    public FirewallDecision Decide(int port)
    {
        var walk = new Walk(_byName, port);
        FirewallDecision decision = new(FirewallVerdict.Accept, "no rule is against it", []);
        foreach (FirewallChain chain in chains.Where(c => c.IsInput))
        {
            (FirewallVerdict verdict, string by) = walk.Follow(chain, 0) is { Verdict: not FirewallVerdict.None } decided ? decided : (chain.Policy, $"the policy of {chain.Name}");
            decision = new FirewallDecision(verdict, by, walk.Exceptions);
            if (verdict != FirewallVerdict.Accept)
            {
                break;
            }
        }
        FirewallVerdict end = decision.Verdict;
        return decision with { Exceptions = [.. walk.Perhaps.Where(p => (p.Verdict == FirewallVerdict.Accept) != (end == FirewallVerdict.Accept)).Select(p => p.Text)] };
    }

    private sealed class Walk(Dictionary<string, FirewallChain> byName, int port)
    {
        private int _steps;

        public List<(FirewallVerdict Verdict, string Text)> Perhaps { get; } = [];

        public IReadOnlyList<string> Exceptions => [.. Perhaps.Select(p => p.Text)];

        // None: the chain came to its end without a decision.
        public (FirewallVerdict Verdict, string By) Follow(FirewallChain chain, int depth)
        {
            foreach (FirewallRule rule in chain.Rules)
            {
                FirewallMatch match = ++_steps > MaxSteps ? FirewallMatch.No : rule.Match(port);
                if (match == FirewallMatch.No || rule.Verdict == FirewallVerdict.None)
                {
                    continue;
                }
                if (rule.Verdict is FirewallVerdict.Jump or FirewallVerdict.Goto)
                {
                    if (depth >= MaxDepth || rule.Target is null || !byName.TryGetValue(rule.Target, out FirewallChain? next))
                    {
                        continue;
                    }
                    (FirewallVerdict inner, string by) = Follow(next, depth + 1);
                    if (match == FirewallMatch.Yes && (inner != FirewallVerdict.None || rule.Verdict == FirewallVerdict.Goto))
                    {
                        return (inner, by);
                    }
                    if (inner != FirewallVerdict.None)
                    {
                        Perhaps.Add((inner, $"{by}, behind: {rule.Text}"));
                    }
                    continue;
                }
                if (rule.Verdict == FirewallVerdict.Return)
                {
                    if (match == FirewallMatch.Yes)
                    {
                        return (FirewallVerdict.None, "");
                    }
                    continue;
                }
                if (match == FirewallMatch.Yes)
                {
                    return (rule.Verdict, rule.Text);
                }
                Perhaps.Add((rule.Verdict, rule.Text));
            }
            return (FirewallVerdict.None, "");
        }
    }
}
