namespace Port143.Configuration;

/// <summary>How the values of a key are written and read.</summary>
/// <typeparam name="T">What they mean.</typeparam>
internal abstract class ConfigType<T>
{
    /// <summary>What may be written, with unit and range, for people; continues "takes".</summary>
    public abstract string Takes { get; }

    /// <summary>Reads a value; false when it is none.</summary>
    public abstract bool TryRead(RawValue raw, out T value, out string? reason);

    /// <summary>The value as it stands in the file; null when it cannot be written because it means "not set".</summary>
    public abstract string? Write(T value);
}
