using Port143.Server;

namespace Port143.Configuration;

/// <summary>A list of capabilities to hide, each from everybody or from one account.</summary>
internal sealed class CapabilitiesType : ConfigType<IReadOnlyList<HiddenCapability>>
{
    private const int Most = 1000;

    /// <inheritdoc/>
    public override string Takes => "a list of capabilities, such as [\"UIDONLY\", \"QRESYNC bob@example.org\"]";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<HiddenCapability> value, out string? reason)
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
        var hidden = new List<HiddenCapability>(texts.Count);
        foreach (string text in texts)
        {
            if (!HiddenCapability.TryParse(text, out HiddenCapability? one))
            {
                reason = $"\"{text}\" is not a capability that can be hidden, nor one with an account behind it";
                return false;
            }
            hidden.Add(one);
        }
        value = hidden;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<HiddenCapability> value) => $"[{string.Join(", ", value.Select(h => $"\"{h}\""))}]";
}
