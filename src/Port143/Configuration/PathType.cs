namespace Port143.Configuration;

/// <summary>The path of a file; relative ones begin at the data folder.</summary>
internal sealed class PathType : ConfigType<string?>
{
    /// <inheritdoc/>
    public override string Takes => "a path; a relative one begins at the data folder";

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out string? value, out string? reason)
    {
        value = raw.Text;
        reason = null;
        return !string.IsNullOrEmpty(raw.Text) && !raw.Text.Contains('\0', StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string? Write(string? value) => value is null ? null : $"\"{value}\"";
}
