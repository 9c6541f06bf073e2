using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R06: port 993, which mail clients should use (RFC 8314 section 3.2), can be reached.</summary>
internal sealed class R06Port993() : DoctorCheck("R06", "port 993", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        IReadOnlyList<PortReport> reports = await examination.PortsAsync(ports.Imaps, cancel).ConfigureAwait(false);
        if (reports.FirstOrDefault(r => r.State == PortState.Open) is { } open)
        {
            return Finding.Ok($"open at {open.EndPoint}, answered in {open.Elapsed.TotalMilliseconds:F0} ms");
        }
        PortReport first = reports[0];
        bool elsewhere = false;
        foreach (int other in (int[])[ports.Imap, ports.Https])
        {
            PortReport report = await examination.PortAsync(first.EndPoint.Address, other, cancel).ConfigureAwait(false);
            elsewhere |= report.State is PortState.Open or PortState.Closed;
        }
        Finding finding = Finding.Fail($"{ports.Imaps} at {first.EndPoint.Address} is {PortWords.Describe(first)}.").Because(PortWords.Cause(first, elsewhere));
        return PortWords.AddRemedies(finding, first)
            .With(reports.Skip(1).Select(r => $"{r.EndPoint.Address}: {PortWords.Describe(r)}"))
            .Saw("state", first.State).Saw("error", first.Error).Saw("host answers on another port", elsewhere);
    }
}
