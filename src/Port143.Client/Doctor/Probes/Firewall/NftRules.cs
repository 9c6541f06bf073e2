using System.Globalization;
using System.Text.Json;

namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>Reads <c>nft -j list ruleset</c> (libnftables-json(5)). What it does not know it takes for a condition, never for a rule without one.</summary>
public static class NftRules
{
    /// <summary>The rules; null when the text is none of nft's.</summary>
    public static FirewallRules? Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            if (!document.RootElement.TryGetProperty("nftables", out JsonElement entries))
            {
                return null;
            }
            var chains = new List<FirewallChain>();
            var sets = new Dictionary<string, JsonElement>();
            foreach (JsonElement entry in entries.EnumerateArray())
            {
                if (entry.TryGetProperty("chain", out JsonElement chain))
                {
                    bool input = Word(chain, "hook") is "input" or "prerouting" or "ingress" && Word(chain, "type") == "filter";
                    chains.Add(new FirewallChain(NameOf(chain, "name"), input, Word(chain, "policy") == "drop" ? FirewallVerdict.Drop : FirewallVerdict.Accept, []));
                }
                else if (entry.TryGetProperty("set", out JsonElement set) && set.TryGetProperty("elem", out JsonElement elements))
                {
                    sets[$"{Word(set, "family")} {Word(set, "table")} @{Word(set, "name")}"] = elements.Clone();
                }
            }
            foreach (JsonElement entry in entries.EnumerateArray())
            {
                if (entry.TryGetProperty("rule", out JsonElement rule) && chains.FirstOrDefault(c => c.Name == NameOf(rule, "chain")) is { } chain)
                {
                    chain.Rules.Add(ReadRule(rule.Clone(), $"{Word(rule, "family")} {Word(rule, "table")} ", sets));
                }
            }
            return new FirewallRules(chains);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static FirewallRule ReadRule(JsonElement rule, string table, Dictionary<string, JsonElement> sets)
    {
        var conditions = new List<JsonElement>();
        (FirewallVerdict Verdict, string? Target) end = (FirewallVerdict.None, null);
        bool limited = false;
        foreach (JsonElement part in rule.GetProperty("expr").EnumerateArray())
        {
            foreach (JsonProperty word in part.EnumerateObject())
            {
                switch (word.Name)
                {
                    case "match":
                        conditions.Add(word.Value);
                        break;
                    case "accept" or "queue":
                        end = (FirewallVerdict.Accept, null);
                        break;
                    case "drop":
                        end = (FirewallVerdict.Drop, null);
                        break;
                    case "reject":
                        end = (FirewallVerdict.Reject, null);
                        break;
                    case "return":
                        end = (FirewallVerdict.Return, null);
                        break;
                    case "jump" or "goto":
                        end = (word.Name == "jump" ? FirewallVerdict.Jump : FirewallVerdict.Goto, table + Word(word.Value, "target"));
                        break;
                    case "counter" or "log" or "comment" or "mangle" or "notrack" or "meta":
                        break;
                    default: // limit, vmap, xt, and what is yet to come
                        limited = true;
                        break;
                }
            }
        }
        string text = $"{NameOf(rule, "chain")} handle {(rule.TryGetProperty("handle", out JsonElement handle) ? handle.GetRawText() : "?")}: {end.Verdict.ToString().ToLowerInvariant()}";
        return new FirewallRule(port =>
        {
            FirewallMatch all = limited ? FirewallMatch.Perhaps : FirewallMatch.Yes;
            foreach (JsonElement condition in conditions)
            {
                FirewallMatch one = Match(condition, port, table, sets);
                all = one < all ? one : all;
            }
            return all;
        }, end.Verdict, end.Target, text);
    }

    private static FirewallMatch Match(JsonElement match, int port, string table, Dictionary<string, JsonElement> sets)
    {
        string op = Word(match, "op") ?? "==";
        JsonElement left = match.GetProperty("left"), right = match.GetProperty("right");
        if (left.ValueKind != JsonValueKind.Object)
        {
            return FirewallMatch.Perhaps;
        }
        if (left.TryGetProperty("payload", out JsonElement payload))
        {
            string protocol = Word(payload, "protocol") ?? "", field = Word(payload, "field") ?? "";
            return protocol is "tcp" or "th" && field == "dport" ? Is(Holds(right, port, table, sets), op)
                : protocol is "udp" or "icmp" or "icmpv6" or "igmp" or "esp" or "ah" or "sctp" or "dccp" ? FirewallMatch.No
                : field is "protocol" or "nexthdr" ? Is(HoldsWord(right, "tcp", "6"), op)
                : FirewallMatch.Perhaps;
        }
        if (left.TryGetProperty("meta", out JsonElement meta))
        {
            string key = Word(meta, "key") ?? "";
            return key == "l4proto" ? Is(HoldsWord(right, "tcp", "6"), op)
                : key is "iifname" or "iif" && HoldsWord(right, "lo", "lo") == true ? Is(false, op)
                : FirewallMatch.Perhaps;
        }
        return left.TryGetProperty("ct", out JsonElement ct) && Word(ct, "key") == "state" ? Is(HoldsWord(right, "new", "new"), op) : FirewallMatch.Perhaps;
    }

    private static FirewallMatch Is(bool? holds, string op) => holds is not { } known ? FirewallMatch.Perhaps
        : op is "==" or "in" ? known ? FirewallMatch.Yes : FirewallMatch.No
        : op == "!=" ? known ? FirewallMatch.No : FirewallMatch.Yes
        : FirewallMatch.Perhaps;

    // A number, a range, a set of both, or the name of a set.
    private static bool? Holds(JsonElement right, int port, string table, Dictionary<string, JsonElement> sets)
    {
        switch (right.ValueKind)
        {
            case JsonValueKind.Number:
                return right.GetInt32() == port;
            case JsonValueKind.String:
                string text = right.GetString()!;
                return text.StartsWith('@') ? sets.TryGetValue(table + text, out JsonElement elements) ? Holds(elements, port, "", sets) : null : NumberOf(text) is { } number ? number == port : null;
            case JsonValueKind.Array:
                bool? any = false;
                foreach (JsonElement element in right.EnumerateArray())
                {
                    bool? one = Holds(element, port, table, sets);
                    any = any == true || one == true ? true : one is null ? null : any;
                }
                return any;
            case JsonValueKind.Object when right.TryGetProperty("set", out JsonElement set):
                return Holds(set, port, table, sets);
            case JsonValueKind.Object when right.TryGetProperty("elem", out JsonElement elem):
                return Holds(elem.TryGetProperty("val", out JsonElement value) ? value : elem, port, table, sets);
            case JsonValueKind.Object when right.TryGetProperty("range", out JsonElement range) && range.GetArrayLength() == 2
                && range[0].ValueKind == JsonValueKind.Number && range[1].ValueKind == JsonValueKind.Number:
                return range[0].GetInt32() <= port && port <= range[1].GetInt32();
            default:
                return null;
        }
    }

    private static bool? HoldsWord(JsonElement right, string word, string number) => right.ValueKind switch
    {
        JsonValueKind.String => right.GetString() is { } text && (text == word || text == number),
        JsonValueKind.Number => right.GetRawText() == number,
        JsonValueKind.Array => right.EnumerateArray().Any(e => HoldsWord(e, word, number) == true),
        JsonValueKind.Object when right.TryGetProperty("set", out JsonElement set) => HoldsWord(set, word, number),
        _ => null,
    };

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : text switch { "imap2" or "imap" => 143, "imaps" => 993, _ => null };

    private static string NameOf(JsonElement element, string name) => $"{Word(element, "family")} {Word(element, "table")} {Word(element, name)}";

    private static string? Word(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
