namespace Port143.Configuration;

/// <summary>A list of host names, of which the first label may be an asterisk.</summary>
internal sealed class HostNamesType : ConfigType<IReadOnlyList<string>>
{
    private const int Most = 100;
    private const int Longest = 253;

    /// <inheritdoc/>
    public override string Takes => "a list of host names, such as [\"imap.example.org\"]";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out IReadOnlyList<string> value, out string? reason)
    {
        value = [];
        reason = null;
        IReadOnlyList<string>? texts = raw.IsUntyped ? raw.Text!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : raw.List;
        if (texts is null || texts.Count > Most)
        {
            return false;
        }
        if (texts.FirstOrDefault(t => !IsName(t)) is { } wrong)
        {
            reason = $"\"{wrong}\" is not a host name; write international ones in their xn-- form";
            return false;
        }
        if (texts.Count > 0)
        {
            value = [.. texts.Select(t => t.ToLowerInvariant())];
        }
        return true;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<string> value) => $"[{string.Join(", ", value.Select(n => $"\"{n}\""))}]";

    private static bool IsName(string text) => text.Length <= Longest
        && (text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text).Split('.')
            .All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-');
}
