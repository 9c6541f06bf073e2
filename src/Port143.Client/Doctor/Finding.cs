namespace Port143.Client.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What is the case, in one or two sentences for a person.</param>
public sealed record Finding(CheckStatus Status, string Message)
{
    /// <summary>Why it is so; null when the message says it all.</summary>
    public string? Cause { get; init; }

    /// <summary>What to do, the likeliest first.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];

    /// <summary>Further lines that belong to the message: one an address, a log cause, a file.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Whether nobody expected it to be skipped: it is shown then, for nothing is known where something should be.</summary>
    public bool IsUnexpected { get; init; }

    /// <summary>What was seen, raw, by name; no secrets.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    /// <summary>All is well.</summary>
    public static Finding Ok(string message) => new(CheckStatus.Ok, message);

    /// <summary>Worth knowing.</summary>
    public static Finding Info(string message) => new(CheckStatus.Info, message);

    /// <summary>It could not run.</summary>
    public static Finding Skipped(string why) => new(CheckStatus.Skipped, why);

    /// <summary>Works badly.</summary>
    public static Finding Warn(string message) => new(CheckStatus.Warn, message);

    /// <summary>Does not work, or is not safe.</summary>
    public static Finding Fail(string message) => new(CheckStatus.Fail, message);

    /// <summary>The same with its cause.</summary>
    public Finding Because(string cause) => this with { Cause = cause };

    /// <summary>The same with one more thing to do.</summary>
    public Finding Do(string text, string? command = null, string? url = null, bool mayApply = false) =>
        this with { Remedies = [.. Remedies, new Remedy(text, command, url) { MayApply = mayApply }] };

    /// <summary>The same with one more piece of evidence.</summary>
    public Finding Saw(string name, object? value)
    {
        var evidence = new Dictionary<string, string>(Evidence)
        {
            [name] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        };
        return this with { Evidence = evidence };
    }

    /// <summary>The same with these lines.</summary>
    public Finding With(IEnumerable<string> details) => this with { Details = [.. Details, .. details] };
}
