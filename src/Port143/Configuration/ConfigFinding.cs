namespace Port143.Configuration;

/// <summary>One mistake in the configuration.</summary>
/// <param name="Place">Where.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Suggestion">A line that would be right, or null.</param>
internal sealed record ConfigFinding(ConfigPlace Place, string Problem, string? Suggestion)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Problem}" + (Suggestion is null ? "" : $"\n    try: {Suggestion}");
}
