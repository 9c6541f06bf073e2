using Port143.Server.Tls;

namespace Port143.Configuration;

/// <summary>A list of subjects of client certificates, each with the account that it signs in as.</summary>
internal sealed class CertificateRulesType : ConfigType<IReadOnlyList<ClientCertificateRule>>
{
    private const int Most = 10_000;

    /// <inheritdoc/>
    public override string Takes => "a list of subjects with accounts, such as [\"CN=scanner, O=Example: scan@example.org\"]";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<ClientCertificateRule> value, out string? reason)
    {
        value = [];
        reason = null;
        IReadOnlyList<string>? texts = raw.IsUntyped ? raw.Text!.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : raw.List;
        if (texts is null || texts.Count > Most)
        {
            return false;
        }
        var rules = new List<ClientCertificateRule>(texts.Count);
        foreach (string text in texts)
        {
            if (!ClientCertificateRule.TryParse(text, out ClientCertificateRule? rule))
            {
                reason = $"\"{text}\" is not a subject, a colon and an account";
                return false;
            }
            rules.Add(rule);
        }
        // An empty list is the default itself, so that settings that say the same are equal.
        if (rules.Count > 0)
        {
            value = rules;
        }
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<ClientCertificateRule> value) => $"[{string.Join(", ", value.Select(r => $"\"{r}\""))}]";
}
