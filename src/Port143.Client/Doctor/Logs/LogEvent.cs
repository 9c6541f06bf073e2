namespace Port143.Client.Doctor.Logs;

/// <summary>One event of the server's log.</summary>
/// <param name="Time">When.</param>
/// <param name="Level"><c>info</c>, <c>warning</c>, <c>error</c>, <c>fatal</c>.</param>
/// <param name="Id">The number of the event; 0 for one of the framework.</param>
/// <param name="Message">What it says.</param>
/// <param name="Error">The exception with its stack; null without.</param>
public sealed record LogEvent(DateTimeOffset Time, string Level, int Id, string Message, string? Error);
