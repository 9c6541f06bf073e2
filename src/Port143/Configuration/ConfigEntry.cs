namespace Port143.Configuration;

/// <summary>A key with a value, as somebody set it.</summary>
/// <param name="Section">The table.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; null when it is of a kind that no key takes.</param>
/// <param name="Place">Where it was set.</param>
/// <param name="Written">The value as it was written.</param>
internal sealed record ConfigEntry(string Section, string Name, RawValue? Value, ConfigPlace Place, string Written);
