using System.Net;
using Port143.Client.Doctor.Checks.Remote;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S32: the server's own names lead to it, here and in DNS alike.</summary>
internal sealed class S32SplitView() : DoctorCheck("S32", "own names", CheckGroup.Dns)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<string> names = examination.CertificateNames();
        if (names.Count == 0)
        {
            return Finding.Skipped("the certificate names no host");
        }
        var good = new List<string>();
        foreach (string name in names)
        {
            IPAddress[] hosts = HostsFile(examination.Server, name);
            IPAddress[] dns = await examination.AddressesAsync(name, cancel).ConfigureAwait(false);
            if (dns.Length == 0)
            {
                continue;
            }
            if (hosts.Length > 0 && !hosts.Intersect(dns).Any())
            {
                return Finding.Warn($"Here {name} is {hosts[0]}, in DNS {dns[0]}.").Because("/etc/hosts of this machine says otherwise than DNS")
                    .Do("Fine if it is intended; programs on this machine see the first, everybody else the second.", $"getent ahosts {name}; grep {name} /etc/hosts");
            }
            if (dns.FirstOrDefault(a => AddressKinds.NameOf(a) is not null) is { } inner)
            {
                return Finding.Warn($"{name} is {inner} as this machine's DNS says, {AddressKinds.NameOf(inner)}.").Because("the DNS of this network answers otherwise than the one outside, or a private address was published")
                    .Do("Fine if it is intended (split DNS); ask from outside.", $"port143 doctor --resolver 9.9.9.9 {name}");
            }
            good.Add($"{name} -> {dns[0]}");
        }
        return good.Count > 0 ? Finding.Ok(string.Join(", ", good)) : Finding.Skipped($"{names[0]} is not in DNS");
    }

    private static IPAddress[] HostsFile(ServerFacts server, string name) =>
    [
        .. server.LinesOf("/etc/hosts").Select(l => l.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase)).Select(w => IPAddress.TryParse(w[0], out IPAddress? address) ? address : null).OfType<IPAddress>(),
    ];
}
