using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S02: the server runs, and is not started again and again.</summary>
internal sealed class S02Process() : DoctorCheck("S02", "process and restarts", CheckGroup.Service)
{
    private const ulong ManyRestarts = 3;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        string? process = await examination.ServerProcessAsync(cancel).ConfigureAwait(false);
        CommandOutput? unit = await examination.UnitAsync(cancel).ConfigureAwait(false);
        if (unit?.Value("LoadState") != "loaded")
        {
            return process is null ? Finding.Skipped("there is no unit port143, and no process that this user may see holds the data folder") : Finding.Ok($"{process}, not by systemd");
        }
        string reason = unit.Value("Result") switch
        {
            null or "success" => "the last run ended without an error",
            "oom-kill" => "out of memory",
            "exit-code" => $"it ended with exit code {unit.Value("ExecMainStatus")}",
            "signal" or "core-dump" => $"it crashed with signal {unit.Value("ExecMainStatus")}",
            "timeout" => "it did not start or stop in time",
            "watchdog" => "it no longer answered",
            "start-limit-hit" => "it was started too often",
            var other => other,
        };
        if (unit.Value("ActiveState") is "failed" or "inactive" && process is null)
        {
            return Finding.Fail($"The server does not run; last reason: {reason}.").Do("See what it said, then start it.", "journalctl -u port143 -n 50; systemctl start port143")
                .Saw("unit", unit.Value("ActiveState"));
        }
        return Mail.AsciiDigits.TryParse(unit.Value("NRestarts") ?? "0", int.MaxValue, out ulong restarts) && restarts >= ManyRestarts
            ? Finding.Fail($"The server was started again {restarts} times; last reason: {reason}.").Because(reason)
                .Do("See what it said before it ended; where memory ran out, see S18.", "journalctl -u port143 -n 50").Saw("restarts", restarts)
            : Finding.Ok($"{process ?? "runs"}{(restarts > 0 ? $", started again {restarts} times" : "")}");
    }
}
