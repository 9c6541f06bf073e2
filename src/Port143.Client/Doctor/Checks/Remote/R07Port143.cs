using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R07: port 143. That it cannot be reached harms nobody where 993 can.</summary>
internal sealed class R07Port143() : DoctorCheck("R07", "port 143", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        IReadOnlyList<PortReport> reports = await examination.PortsAsync(ports.Imap, cancel).ConfigureAwait(false);
        if (reports.FirstOrDefault(r => r.State == PortState.Open) is { } open)
        {
            return Finding.Ok($"open at {open.EndPoint}, answered in {open.Elapsed.TotalMilliseconds:F0} ms");
        }
        IReadOnlyList<PortReport> secure = await examination.PortsAsync(ports.Imaps, cancel).ConfigureAwait(false);
        PortReport first = reports[0];
        Finding finding = secure.Any(r => r.State == PortState.Open)
            ? Finding.Info($"{ports.Imap} is {PortWords.Describe(first)}; {ports.Imaps} works. That is fine, if all clients use {ports.Imaps}.")
                .Do("Nothing, or to open it:", $"ufw allow {ports.Imap}/tcp")
            : PortWords.AddRemedies(Finding.Fail($"{ports.Imap} at {first.EndPoint.Address} is {PortWords.Describe(first)}."), first);
        return finding.Because(PortWords.Cause(first, secure.Any(r => r.State is PortState.Open or PortState.Closed)))
            .With(reports.Skip(1).Select(r => $"{r.EndPoint.Address}: {PortWords.Describe(r)}")).Saw("state", first.State).Saw("error", first.Error);
    }
}
