namespace Port143.Configuration;

/// <summary>A length of time, in whole seconds.</summary>
internal sealed class DurationType(TimeSpan least, TimeSpan most) : ConfigType<TimeSpan>
{
    private static readonly (string, long)[] Units = [("s", 1), ("min", 60), ("h", 3600)];

    /// <inheritdoc/>
    public override string Takes => $"a time in s, min or h from {Text(least)} to {Text(most)}";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out TimeSpan value, out string? reason)
    {
        reason = raw.Number is not null ? "a time has a unit" : null;
        bool read = UnitText.TryRead(raw.Text ?? "", Units, out long seconds) && seconds <= (long)most.TotalSeconds;
        value = read ? TimeSpan.FromSeconds(seconds) : default;
        return read && value >= least;
    }

    /// <inheritdoc/>
    public override string Write(TimeSpan value) => $"\"{Text(value)}\"";

    private static string Text(TimeSpan value) => UnitText.Write((long)value.TotalSeconds, Units);
}
