namespace Port143.Configuration;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : ConfigType<T>
    where T : struct
{
    /// <inheritdoc/>
    public override string Takes => string.Join(", ", choices[..^1].Select(c => $"\"{c.Word}\"")) + $" or \"{choices[^1].Word}\"";

    /// <summary>The words.</summary>
    public IEnumerable<string> Words => choices.Select(c => c.Word);

    /// <inheritdoc/>
    public override bool TryRead(RawValue raw, out T value, out string? reason)
    {
        foreach ((string word, T meaning) in choices)
        {
            if (word == raw.Text)
            {
                value = meaning;
                reason = null;
                return true;
            }
        }
        value = default;
        reason = raw.Text is null ? null : Nearest.Hint(raw.Text, Words);
        return false;
    }

    /// <inheritdoc/>
    public override string Write(T value) => $"\"{choices.First(c => c.Value.Equals(value)).Word}\"";
}
