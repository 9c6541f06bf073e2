using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S20: something keeps the clock right: certificates, one-time codes and dates depend on it.</summary>
internal sealed class S20ClockSync() : DoctorCheck("S20", "clock", CheckGroup.System)
{
    private static readonly TimeSpan Much = TimeSpan.FromSeconds(1);

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel) => Task.FromResult(
        examination.Server.Clock() is not { } clock ? Finding.Skipped("the kernel does not tell")
        : !clock.Synchronised ? Finding.Warn("The clock is not synchronised.").Because("no time service runs, or it cannot reach its servers").Do("Switch one on.", "timedatectl set-ntp true", mayApply: true)
        : clock.MaxError > Much ? Finding.Warn($"The clock may be {clock.MaxError.TotalSeconds:F1} s wrong.").Because("the time service has not reached its servers for long").Do("See what it says.", "timedatectl timesync-status; chronyc tracking")
        : Finding.Ok($"synchronised, within {clock.MaxError.TotalMilliseconds:F0} ms"));
}
