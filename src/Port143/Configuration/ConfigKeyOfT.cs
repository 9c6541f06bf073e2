namespace Port143.Configuration;

/// <summary>A key whose values mean <typeparamref name="T"/>.</summary>
internal sealed class ConfigKey<T>(ConfigType<T> type, Func<Settings, T> get, Func<Settings, T, Settings> set) : ConfigKey
{
    private static readonly Settings Defaults = Settings.For("/");

    /// <inheritdoc/>
    public override string Takes => type.Takes;

    /// <inheritdoc/>
    public override string? Default => type.Write(get(Defaults));

    /// <inheritdoc/>
    public override string? Write(Settings settings) => type.Write(get(settings));

    /// <inheritdoc/>
    public override string? Apply(RawValue raw, ref Settings settings)
    {
        if (type.TryRead(raw, out T value, out string? reason))
        {
            settings = set(settings, value);
            return null;
        }
        return $"{raw} does not fit: {FullName} takes {type.Takes}" + (reason is null ? "" : $" ({reason})");
    }
}
