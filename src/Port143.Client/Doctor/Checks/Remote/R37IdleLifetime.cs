using System.Diagnostics;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R37: a silent connection lives as long as clients expect, 29 minutes (RFC 2177 section 3).</summary>
internal sealed class R37IdleLifetime() : DoctorCheck("R37", "idle connections live", CheckGroup.SignIn, "R34")
{
    public override bool IsLong => true;

    /// <summary>How long the connection is held; shorter in tests.</summary>
    internal TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(29);

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        (ImapWire? wire, SignInReport report) = await SignInProbe.OpenAsync(examination, cancel).ConfigureAwait(false);
        if (wire is null || !report.Succeeded)
        {
            return Finding.Skipped("a session could not be opened");
        }
        await using (wire.ConfigureAwait(false))
        {
            var watch = Stopwatch.StartNew();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            int words = 0;
            try
            {
                await wire.CommandAsync("EXAMINE INBOX", cancel).ConfigureAwait(false);
                await wire.SendAsync("l1 IDLE\r\n", cancel).ConfigureAwait(false);
                limit.CancelAfter(Hold);
                while (await wire.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
                {
                    words += line.StartsWith('*') ? 1 : 0;
                }
                return Cut(watch.Elapsed);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return await AnswersAsync(wire, cancel).ConfigureAwait(false)
                    ? Finding.Ok($"{watch.Elapsed.TotalMinutes:F0} minutes; the server spoke {words} times") : Cut(watch.Elapsed);
            }
            catch (IOException)
            {
                return Cut(watch.Elapsed);
            }
        }
    }

    // A router that forgot the connection lets nothing through and tells nobody.
    private static async Task<bool> AnswersAsync(ImapWire wire, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await wire.SendAsync("DONE\r\n", limit.Token).ConfigureAwait(false);
            return (await wire.ReadReplyAsync("l1", limit.Token).ConfigureAwait(false)).IsOk;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Finding Cut(TimeSpan after) =>
        Finding.Warn($"The connection was cut after {(after.TotalMinutes < 1 ? $"{after.TotalSeconds:F0} s" : $"{after.TotalMinutes:F0} min")} of silence.")
            .Because("a router or firewall forgets idle connections, or the server ends them")
            .Do("Raise the timeout of the router (NAT, conntrack), or let the server speak more often than that.");
}
