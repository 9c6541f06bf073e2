using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R33: every published address answers alike.</summary>
internal sealed class R33EveryAddress() : DoctorCheck("R33", "every address answers", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        IReadOnlyList<PortReport>[] both = await Task.WhenAll(
            examination.PortsAsync(ports.Imaps, cancel), examination.PortsAsync(ports.Imap, cancel)).ConfigureAwait(false);
        int count = both[0].Count;
        if (count == 1)
        {
            return Finding.Skipped("there is one address; see R06 and R07");
        }
        PortReport[] dead = [.. both[0].Where((r, i) => r.State != PortState.Open && both[1][i].State != PortState.Open && r.State != PortState.NoRoute)];
        return dead.Length == 0 ? Finding.Ok($"{count} of {count}")
            : dead.Length == count ? Finding.Skipped("none answers; see R06 and R07")
            : Finding.Warn($"{dead[0].EndPoint.Address}, one of {count} addresses, does not answer.").Because(PortWords.Describe(dead[0]))
                .Do("Remove it from DNS, or repair that host.").With(dead.Skip(1).Select(d => $"{d.EndPoint.Address}: {PortWords.Describe(d)}"));
    }
}
