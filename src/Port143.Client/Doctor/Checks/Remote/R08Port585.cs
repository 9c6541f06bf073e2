using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R08: port 585 is an abandoned number; nothing needs it.</summary>
internal sealed class R08Port585() : DoctorCheck("R08", "port 585", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<PortReport> reports = await examination.PortsAsync(examination.Options.Ports.Imaps585, cancel).ConfigureAwait(false);
        return reports.FirstOrDefault(r => r.State == PortState.Open) is { } open
            ? Finding.Info($"585 at {open.EndPoint.Address} is open. It is an abandoned number for IMAP over TLS.")
                .Do("Use 993 in clients, and close 585 unless an old client needs it.", "imaps585 = \"off\"")
            : Finding.Ok("not in use");
    }
}
