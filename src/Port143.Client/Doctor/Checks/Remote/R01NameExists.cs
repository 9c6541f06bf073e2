using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R01: the name has an address. What does not exist, what nobody could say and what nobody answered are kept apart.</summary>
internal sealed class R01NameExists() : DoctorCheck("R01", "the name exists", CheckGroup.Dns)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        if (host is { Addresses.Count: > 0, A.Outcome: DnsOutcome.TimedOut })
        {
            return Finding.Warn($"DNS does not answer; this machine itself knows {host.Name} as {host.Addresses[0]}, and that is examined.")
                .Because("this machine's DNS server is down, or the way to it is blocked; the address is from /etc/hosts or a cache")
                .Do("See which DNS server is asked, and whether another one answers.", $"cat /etc/resolv.conf; port143 doctor --resolver 9.9.9.9 {examination.Target.Text}").Saw("found by", host.FoundBy);
        }
        if (host.Addresses.Count > 0)
        {
            return Finding.Ok(host.A is null ? "an address was asked for, not a name" : $"{host.Name} -> {string.Join(", ", host.Addresses)}").Saw("found by", host.FoundBy);
        }
        DnsAnswer answer = host.A!.Outcome is DnsOutcome.ServerFailed or DnsOutcome.TimedOut ? host.A : host.Aaaa!;
        Finding finding = answer.Outcome switch
        {
            DnsOutcome.TimedOut => Finding.Fail($"The DNS server did not answer the question for {host.Name}.")
                .Because("this machine's DNS server is down, or the way to it is blocked")
                .Do("Ask another one; if that works, your own DNS is the problem.", $"port143 doctor --resolver 9.9.9.9 {examination.Target.Text}"),
            DnsOutcome.ServerFailed => Finding.Fail($"The DNS server could not answer for {host.Name}.")
                .Because("the domain's own servers do not answer, or its signatures (DNSSEC) are wrong")
                .Do("Ask another one; if that works, your own DNS is the problem.", $"port143 doctor --resolver 9.9.9.9 {examination.Target.Text}")
                .Do("Else the owner of the domain must repair its zone.", $"dig +trace {host.Name} A"),
            DnsOutcome.NoName => Finding.Fail($"{host.Name} does not exist in DNS.")
                .Because("the name is misspelt, or its record was never made")
                .Do("Correct the name, or create the record at the domain's DNS provider:", $"{host.Name}. A 192.0.2.10"),
            _ => Finding.Fail($"{host.Name} has no address.")
                .Because("the name exists in DNS, without an A or AAAA record")
                .Do("Create the record at the domain's DNS provider:", $"{host.Name}. A 192.0.2.10"),
        };
        return finding.Saw("A", host.A.Outcome).Saw("AAAA", host.Aaaa!.Outcome).Saw("error", answer.Error);
    }
}
