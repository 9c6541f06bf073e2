namespace Port143.Client.Doctor;

/// <summary>An examination that has ended.</summary>
/// <param name="Target">What was examined, as it was asked for; <c>this server</c> for <c>--server</c>.</param>
/// <param name="Started">When.</param>
/// <param name="Vantage">The address of this machine from which it was examined; null when unknown.</param>
/// <param name="Results">Every check, in the order of the registry.</param>
/// <param name="Elapsed">How long all of it took.</param>
public sealed record DoctorReport(string Target, DateTimeOffset Started, string? Vantage, IReadOnlyList<CheckResult> Results, TimeSpan Elapsed)
{
    /// <summary>How many checks ended so.</summary>
    public int Count(CheckStatus status) => Results.Count(r => r.Finding.Status == status);

    /// <summary>
    /// The exit code that monitors know (Nagios plugins): 0 well, 1 warnings, 2 failures, 3 nothing could be examined.
    /// <paramref name="failOn"/> is the least status that counts as a failure of the command.
    /// </summary>
    public int ExitCode(CheckStatus failOn = CheckStatus.Warn)
    {
        if (Results.All(r => r.Finding.Status == CheckStatus.Skipped))
        {
            return 3;
        }
        return Count(CheckStatus.Fail) > 0 ? 2 : failOn <= CheckStatus.Warn && Count(CheckStatus.Warn) > 0 ? 1 : 0;
    }
}
