using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R36: what a client does after signing in works and is quick; with a canary, IDLE tells of new mail.</summary>
internal sealed class R36RoundTrip() : DoctorCheck("R36", "mailboxes and new mail", CheckGroup.SignIn, "R34")
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SlowNews = TimeSpan.FromSeconds(1);

    public override TimeSpan? OwnLimit => SignInReport.Patience;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        SignInReport report = await examination.SignInAsync(SignInStage.Ended, cancel).ConfigureAwait(false);
        string times = string.Join(", ", report.Steps.Select(s => $"{s.Command} {s.Elapsed.TotalMilliseconds:F0} ms"));
        Finding finding = report.Steps.FirstOrDefault(s => !s.Succeeded) is { Command: { } failed, Tagged: { } reply }
            ? Finding.Fail($"{failed} fails after the sign-in: {reply}").Do("Look into the server's log at this moment; on a Port143, check its store.", "port143 doctor --server --data DIR")
            : report.Error is { } error ? Finding.Fail($"The session broke: {error}").Do("Look into the server's log at this moment.")
            : report.IdleTold == false ? Finding.Warn("IDLE did not report the new mail within four seconds: clients learn of it only when they ask.")
                .Because("the server looks for news at intervals (Courier does so every minute), or something between holds idle connections")
                .Do("Switch its notifications on: in Courier IMAP_ENHANCEDIDLE=1 with a running famd or gamin, in Cyrus the service idled.").Do("See R37; in the client, ask every few minutes.")
            : report.Steps.FirstOrDefault(s => s.Elapsed > Slow) is { Command: { } slow, Elapsed: var taken } ? Finding.Warn($"{slow} took {taken.TotalSeconds:F1} s.")
                .Because("a large mailbox, a slow disk or a busy server").Do("On the server, let the doctor look from inside.", "port143 doctor --server --data DIR")
            : report.IdleTold == true && report.IdleElapsed > SlowNews ? Finding.Warn($"New mail was told after {report.IdleElapsed.TotalSeconds:F1} s.").Do("On the server, look at its load.")
            : Finding.Ok(report.IdleTold == true ? $"INBOX has {report.Messages} messages; new mail is told after {report.IdleElapsed.TotalMilliseconds:F0} ms" : $"INBOX has {report.Messages} messages; IDLE was not tried (--canary, and a server with IDLE and UIDPLUS)");
        return finding.Saw("times", times);
    }
}
