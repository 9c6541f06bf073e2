namespace Port143.Configuration;

/// <summary>A whole number, or nothing where the key is not set.</summary>
internal sealed class OptionalIntegerType(int least, int most) : ConfigType<int?>
{
    private readonly IntegerType _integer = new(least, most);

    /// <inheritdoc/>
    public override string Takes => _integer.Takes;

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out int? value, out string? reason)
    {
        bool read = _integer.TryRead(raw, out int number, out reason);
        value = read ? number : null;
        return read;
    }

    /// <inheritdoc/>
    public override string? Write(int? value) => value is { } number ? _integer.Write(number) : null;
}
