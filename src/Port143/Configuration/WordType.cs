namespace Port143.Configuration;

/// <summary>A text without blanks; not set when empty.</summary>
internal sealed class WordType(string takes, Func<string, bool>? isGood = null) : ConfigType<string>
{
    private const int MaxLength = 1000;

    /// <inheritdoc/>
    public override string Takes => takes;

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out string value, out string? reason)
    {
        value = raw.Text ?? "";
        reason = null;
        return value.Length is > 0 and <= MaxLength && !value.Any(c => c is <= ' ' or '"' or '\\' or '\u007F') && isGood?.Invoke(value) != false;
    }

    /// <inheritdoc/>
    public override string? Write(string value) => value.Length == 0 ? null : $"\"{value}\"";
}
