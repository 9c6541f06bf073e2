namespace Port143.Client.Doctor.Probes;

/// <summary>The answer of a web server.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The text, at most 256 KiB; null unless the status is 200.</param>
/// <param name="Date">Its Date field; null without one.</param>
/// <param name="Error">Why there was no answer.</param>
public sealed record WebAnswer(int Status, string? Body, DateTimeOffset? Date, string? Error);
