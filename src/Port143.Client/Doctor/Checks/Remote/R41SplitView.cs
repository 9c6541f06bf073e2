using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R41: the name leads to the same place for this machine and for DNS; with --resolver, for that DNS server too.</summary>
internal sealed class R41SplitView() : DoctorCheck("R41", "one answer for all", CheckGroup.Dns, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        IPAddress[] dns = [.. (host.A?.Records ?? []).Concat(host.Aaaa?.Records ?? []).Select(r => r.Address).OfType<IPAddress>()];
        if (dns.Length == 0)
        {
            return Finding.Skipped(host.A is null ? "an address was asked for, not a name" : "DNS has no address for it");
        }
        IPAddress[] local = await examination.LocalNamesAsync(host.Name, cancel).ConfigureAwait(false);
        return local.Length == 0 || local.Intersect(dns).Any() ? Finding.Ok(string.Join(", ", dns.AsEnumerable()))
            : Finding.Warn($"On this machine {host.Name} is {local[0]}, in DNS {dns[0]}.")
                .Because(examination.Options.Resolver is null ? "/etc/hosts of this machine, or its resolver's cache, says otherwise" : "/etc/hosts, or the DNS of this network, answers otherwise than the server that was asked (split view)")
                .Do("Fine if it is intended, as in a company with an inner DNS. Else remove the line, or empty the cache.", $"getent ahosts {host.Name}; grep {host.Name} /etc/hosts; resolvectl flush-caches");
    }
}
