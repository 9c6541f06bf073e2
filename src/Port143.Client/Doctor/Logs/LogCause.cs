namespace Port143.Client.Doctor.Logs;

/// <summary>What lies behind events of one kind.</summary>
/// <param name="Event">The number of the event.</param>
/// <param name="Words">A word that the message must have; empty for any.</param>
/// <param name="What">What happens, for a person; <c>{0}</c> is who.</param>
/// <param name="Remedy">What to do; <c>{0}</c> is who.</param>
/// <param name="IsOurs">Whether it is the server's own trouble, which counts from the first time; clients' mistakes count from the third.</param>
public sealed record LogCause(int Event, string Words, string What, string Remedy, bool IsOurs)
{
    /// <summary>Whether every server on the internet sees it, so that it is a remark.</summary>
    public bool IsUsual { get; init; }
}
