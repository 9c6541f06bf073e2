using System.Diagnostics;

namespace Port143.Client.Doctor;

/// <summary>
/// Runs checks, all at once, each as soon as those it depends on are done. A check that is cut off by its limit, or whose
/// ground has failed, is skipped with the reason; one that throws is a bug, and is told as such without ending the others.
/// </summary>
public static class DoctorRunner
{
    /// <summary>Runs the checks; <paramref name="onResult"/> is called for each as it ends, one call at a time.</summary>
    public static async Task<DoctorReport> RunAsync(
        Examination examination, IReadOnlyList<DoctorCheck> checks, string title, string? vantage,
        Action<CheckResult>? onResult, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        DateTimeOffset started = examination.Time.GetUtcNow();
        ExaminationOptions options = examination.Options;
        IReadOnlyList<DoctorCheck> wanted = Choose(checks, options.Only);
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (!options.Long && !options.Deep)
        {
            total.CancelAfter(options.TotalLimit);
        }
        var gate = new Lock();
        var running = new Dictionary<string, Task<CheckResult>>();
        foreach (DoctorCheck check in wanted) // the registry names what a check depends on before the check
        {
            Task<CheckResult>[] grounds = [.. check.DependsOn.Where(running.ContainsKey).Select(id => running[id])];
            running[check.Id] = Task.Run(async () =>
            {
                CheckResult result = await RunAsync(examination, check, grounds, total.Token, cancel).ConfigureAwait(false);
                lock (gate)
                {
                    onResult?.Invoke(result);
                }
                return result;
            }, CancellationToken.None);
        }
        try
        {
            CheckResult[] results = await Task.WhenAll(running.Values).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return new DoctorReport(title, started, vantage, [.. wanted.Select(c => results.First(r => r.Check == c))], watch.Elapsed);
        }
        finally
        {
            await examination.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The checks with these ids and those they depend on; all when there are none.</summary>
    private static IReadOnlyList<DoctorCheck> Choose(IReadOnlyList<DoctorCheck> checks, IReadOnlySet<string> only)
    {
        if (only.Count == 0)
        {
            return checks;
        }
        var ids = new HashSet<string>(only, StringComparer.OrdinalIgnoreCase);
        for (int i = checks.Count - 1; i >= 0; i--)
        {
            if (ids.Contains(checks[i].Id))
            {
                ids.UnionWith(checks[i].DependsOn);
            }
        }
        return [.. checks.Where(c => ids.Contains(c.Id))];
    }

    private static async Task<CheckResult> RunAsync(
        Examination examination, DoctorCheck check, Task<CheckResult>[] grounds, CancellationToken total, CancellationToken cancel)
    {
        foreach (Task<CheckResult> ground in grounds)
        {
            CheckResult before = await ground.ConfigureAwait(false);
            if (before.Finding.Status is CheckStatus.Fail or CheckStatus.Skipped)
            {
                return new CheckResult(check, Finding.Skipped($"needs {before.Check.Id} ({before.Check.Title}), which {Verb(before)}"), TimeSpan.Zero);
            }
        }
        ExaminationOptions options = examination.Options;
        if (check.NeedsOwner && !options.IOwnThis)
        {
            return new CheckResult(check, Finding.Skipped("goes beyond what a mail client does; say --i-own-this if the server is yours"), TimeSpan.Zero);
        }
        if (check.IsLong && !options.Long && !options.Deep)
        {
            return new CheckResult(check, Finding.Skipped("takes minutes; ask for it with --long or --deep"), TimeSpan.Zero);
        }
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(total);
        if (!check.IsLong && !options.Deep)
        {
            limit.CancelAfter(check.OwnLimit ?? options.CheckLimit);
        }
        try
        {
            return new CheckResult(check, await check.RunAsync(examination, limit.Token).ConfigureAwait(false), watch.Elapsed);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new CheckResult(check, Finding.Skipped($"did not come to an end within {watch.Elapsed.TotalSeconds:F0} s") with { IsUnexpected = true }, watch.Elapsed);
        }
        catch (OperationCanceledException)
        {
            return new CheckResult(check, Finding.Skipped("interrupted"), watch.Elapsed);
        }
        catch (Exception error)
        {
            return new CheckResult(
                check, Finding.Skipped("a bug of the doctor stopped this check; please report it").Saw("exception", error.ToString()) with { IsUnexpected = true }, watch.Elapsed);
        }
    }

    private static string Verb(CheckResult result) => result.Finding.Status == CheckStatus.Fail ? "failed" : "was skipped";
}
