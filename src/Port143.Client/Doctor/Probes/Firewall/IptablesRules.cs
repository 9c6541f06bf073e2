using System.Globalization;

namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>Reads <c>iptables-save -t filter</c> (iptables-extensions(8)). What it does not know it takes for a condition.</summary>
public static class IptablesRules
{
    /// <summary>The rules; null when the text has none of them.</summary>
    public static FirewallRules? Read(string text)
    {
        var chains = new Dictionary<string, FirewallChain>();
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(':') && line.Split(' ') is [var name, var policy, ..])
            {
                chains[name[1..]] = new FirewallChain(
                    name[1..], name == ":INPUT", policy is "DROP" ? FirewallVerdict.Drop : policy is "REJECT" ? FirewallVerdict.Reject : FirewallVerdict.Accept, []);
            }
            else if (line.StartsWith("-A ", StringComparison.Ordinal) && ReadRule(line) is { } rule && chains.TryGetValue(rule.Chain, out FirewallChain? chain))
            {
                chain.Rules.Add(rule.Rule);
            }
        }
        return chains.Count == 0 ? null : new FirewallRules([.. chains.Values]);
    }

    private static (string Chain, FirewallRule Rule)? ReadRule(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return null;
        }
        var tests = new List<Func<int, FirewallMatch>>();
        (FirewallVerdict Verdict, string? Target) end = (FirewallVerdict.None, null);
        for (int i = 2; i < words.Length; i++)
        {
            bool not = words[i] == "!";
            i += not ? 1 : 0;
            string value = i + 1 < words.Length ? words[i + 1] : "";
            switch (i < words.Length ? words[i] : "")
            {
                case "-p":
                    Add(_ => value is "tcp" or "all" or "6", not);
                    i++;
                    break;
                case "--dport" or "--dports" or "--destination-ports":
                    Add(port => Holds(value, port), not);
                    i++;
                    break;
                case "--ctstate" or "--state":
                    Add(_ => value.Split(',').Contains("NEW"), not);
                    i++;
                    break;
                case "-i" when value == "lo":
                    Add(_ => false, not);
                    i++;
                    break;
                case "-m":
                    i++;
                    break;
                case "--comment":
                    i = value.StartsWith('"') ? Array.FindIndex(words, i + 1, w => w.EndsWith('"')) : i + 1;
                    i = i < 0 ? words.Length : i;
                    break;
                case "-j" or "-g":
                    end = Verdict(value, words[i] == "-g");
                    i = words.Length; // what follows is for the target
                    break;
                default: // -s, -i, a rate, an ipset ...
                    tests.Add(_ => FirewallMatch.Perhaps);
                    i++;
                    break;
            }
        }
        return (words[1], new FirewallRule(port => tests.Count == 0 ? FirewallMatch.Yes : tests.Min(t => t(port)), end.Verdict, end.Target, line));

        void Add(Func<int, bool> test, bool not) => tests.Add(port => test(port) != not ? FirewallMatch.Yes : FirewallMatch.No);
    }

    private static (FirewallVerdict, string?) Verdict(string target, bool isGoto) => target switch
    {
        "ACCEPT" => (FirewallVerdict.Accept, null),
        "DROP" => (FirewallVerdict.Drop, null),
        "REJECT" => (FirewallVerdict.Reject, null),
        "RETURN" => (FirewallVerdict.Return, null),
        "LOG" or "MARK" or "CONNMARK" or "NFLOG" or "TCPMSS" => (FirewallVerdict.None, null),
        _ => (isGoto ? FirewallVerdict.Goto : FirewallVerdict.Jump, target),
    };

    // 993, 100:200 or a list of them.
    private static bool Holds(string ports, int port) => ports.Split(',').Any(part =>
    {
        string[] ends = part.Split(':');
        return Number(ends[0], 0) <= port && port <= Number(ends[^1], ends.Length > 1 ? ushort.MaxValue : -1);
    });

    private static int Number(string text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
