namespace Port143.Configuration;

/// <summary>One key of the configuration: everything that is known about it, so that reading, checking and describing agree.</summary>
internal abstract class ConfigKey
{
    /// <summary>The table it stands in.</summary>
    public required string Section { get; init; }

    /// <summary>Its name within the table.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>What its default rests on.</summary>
    public required string Source { get; init; }

    /// <summary>The option of <c>serve</c> that sets it, if there is one.</summary>
    public string? Option { get; init; }

    /// <summary>Section and name, as in <c>limits.idle</c>.</summary>
    public string FullName => $"{Section}.{Name}";

    /// <summary>The environment variable that sets it.</summary>
    public string Variable => $"PORT143__{Section}__{Name}".ToUpperInvariant();

    /// <summary>What may be written, for people.</summary>
    public abstract string Takes { get; }

    /// <summary>The default as it stands in the file; null when there is none to write.</summary>
    public abstract string? Default { get; }

    /// <summary>Its value as it stands in the file; null when there is none to write.</summary>
    public abstract string? Write(Settings settings);

    /// <summary>Sets it. Returns what is wrong with the value, or null.</summary>
    public abstract string? Apply(RawValue raw, ref Settings settings);
}
