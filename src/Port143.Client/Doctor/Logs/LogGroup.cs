namespace Port143.Client.Doctor.Logs;

/// <summary>Events of one cause and one client.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Who">The client's address, with the account where one is named; empty where there is none.</param>
/// <param name="Count">How often.</param>
/// <param name="First">When it was seen first.</param>
/// <param name="Last">When it was seen last.</param>
public sealed record LogGroup(LogCause Cause, string Who, int Count, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>The sentence for a person.</summary>
    public string Sentence => $"{(Count == 1 ? "Once" : $"{Count:N0} times")}: {string.Format(System.Globalization.CultureInfo.InvariantCulture, Cause.What, Who)}";

    /// <summary>What to do about it.</summary>
    public string Remedy => string.Format(System.Globalization.CultureInfo.InvariantCulture, Cause.Remedy, Who);
}
