namespace Port143.Configuration;

/// <summary>One line of text, or a URI.</summary>
internal sealed class TextType(int most, bool isUri = false) : ConfigType<string?>
{
    /// <inheritdoc/>
    public override string Takes => isUri ? "a URI such as mailto:admin@example.org" : $"text of at most {most} characters";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out string? value, out string? reason)
    {
        value = raw.Text;
        reason = null;
        return value is { Length: > 0 } && value.Length <= most && !value.Any(char.IsControl)
            && (!isUri || Uri.TryCreate(value, UriKind.Absolute, out _));
    }

    /// <inheritdoc/>
    public override string? Write(string? value) => value is null ? null : $"\"{value}\"";
}
