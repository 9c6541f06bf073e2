using System.Net;

namespace Port143.Configuration;

/// <summary>A list of IP networks.</summary>
internal sealed class NetworksType : ConfigType<IReadOnlyList<IPNetwork>>
{
    private const int Most = 1000;

    /// <inheritdoc/>
    public override string Takes => "a list of networks, such as [\"127.0.0.0/8\", \"::1/128\"]";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<IPNetwork> value, out string? reason)
    {
        value = [];
        reason = null;
        IReadOnlyList<string>? texts = raw.IsUntyped
            ? raw.Text!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : raw.List;
        if (texts is null || texts.Count > Most)
        {
            return false;
        }
        var networks = new List<IPNetwork>(texts.Count);
        foreach (string text in texts)
        {
            string full = text.Contains('/', StringComparison.Ordinal) ? text
                : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
            if (!IPNetwork.TryParse(full, out IPNetwork network))
            {
                reason = $"\"{text}\" is not an IP network";
                return false;
            }
            networks.Add(network);
        }
        value = networks;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<IPNetwork> value) => $"[{string.Join(", ", value.Select(n => $"\"{n}\""))}]";
}
