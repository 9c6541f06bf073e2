namespace Port143.Client.Doctor.Updates;

/// <summary>What came of asking for the index.</summary>
/// <param name="Index">The index; null when it is not to be had or not to be believed.</param>
/// <param name="IsRefused">Whether one came that must not be believed.</param>
/// <param name="Error">Why there is none.</param>
public sealed record UpdateIndexAnswer(UpdateIndex? Index, bool IsRefused, string? Error);
