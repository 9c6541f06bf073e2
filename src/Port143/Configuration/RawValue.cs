using System.Globalization;

namespace Port143.Configuration;

/// <summary>
/// A value before its key reads it: a number, true or false, text or a list of texts from the file; from the environment and the
/// command line it is text only, which then stands for any of them.
/// </summary>
internal sealed record RawValue
{
    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>The number.</summary>
    public long? Number { get; init; }

    /// <summary>The list.</summary>
    public IReadOnlyList<string>? List { get; init; }

    /// <summary>Whether the text comes from where everything is text.</summary>
    public bool IsUntyped { get; init; }

    /// <summary>A value of the environment or the command line.</summary>
    public static RawValue Untyped(string text) => new() { Text = text, IsUntyped = true };

    /// <summary>What to show when it is wrong.</summary>
    public override string ToString() =>
        Text is not null ? $"\"{Text}\"" : Number is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : List is not null ? $"[{string.Join(", ", List.Select(t => $"\"{t}\""))}]" : "this";
}
