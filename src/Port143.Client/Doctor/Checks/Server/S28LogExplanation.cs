using Port143.Client.Doctor.Logs;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S28: what the log of the last 24 hours says, grouped by cause, with counts and the client to set right.</summary>
internal sealed class S28LogExplanation() : DoctorCheck("S28", "log of the last 24 hours", CheckGroup.Log)
{
    private const int Most = 10;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (await examination.LogAsync(cancel).ConfigureAwait(false) is not { } log)
        {
            return Finding.Skipped(ServerLogFacts.Missing);
        }
        IReadOnlyList<LogGroup> groups = LogCauses.Explain(log);
        if (groups.Count == 0)
        {
            return Finding.Ok($"{log.Count:N0} events, none that anybody must look at");
        }
        Finding finding = (groups.All(g => g.Cause.IsUsual) ? Finding.Info($"{groups[0].Sentence}.") : Finding.Warn($"{groups[0].Sentence}.")).With(groups.Skip(1).Take(Most - 1).Select(g => g.Sentence + $", last {g.Last:HH:mm} UTC"));
        foreach (string remedy in groups.Take(Most).Select(g => g.Remedy).Distinct())
        {
            finding = finding.Do(remedy);
        }
        return finding.Saw("events", log.Count).Saw("causes", groups.Count).Saw("first", groups[0].First.ToString("O")).Saw("last", groups[0].Last.ToString("O"));
    }
}
