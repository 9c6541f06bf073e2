namespace Port143.Configuration;

/// <summary>A value that need not be set.</summary>
internal sealed class NoneOr<T>(ConfigType<T> inner) : ConfigType<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override string Takes => inner.Takes;

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out T? value, out string? reason)
    {
        bool read = inner.TryRead(raw, out T found, out reason);
        value = read ? found : null;
        return read;
    }

    /// <inheritdoc/>
    public override string? Write(T? value) => value is { } set ? inner.Write(set) : null;
}
