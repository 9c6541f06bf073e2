namespace Port143.Configuration;

/// <summary>A number of octets.</summary>
internal sealed class SizeType(long least, long most) : ConfigType<long>
{
    private static readonly (string, long)[] Units = [("B", 1), ("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024 * 1024 * 1024)];

    /// <inheritdoc/>
    public override string Takes => $"a size in B, KiB, MiB or GiB from {UnitText.Write(least, Units)} to {UnitText.Write(most, Units)}";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out long value, out string? reason)
    {
        reason = raw.Number is not null ? "a size has a unit" : null;
        return UnitText.TryRead(raw.Text ?? "", Units, out value) && value >= least && value <= most;
    }

    /// <inheritdoc/>
    public override string Write(long value) => $"\"{UnitText.Write(value, Units)}\"";
}
