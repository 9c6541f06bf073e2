using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R03: the name does not lead into a private network, or to the asking machine itself.</summary>
internal sealed class R03PublicAddress() : DoctorCheck("R03", "the address is public", CheckGroup.Dns, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        if (host.A is null)
        {
            return Finding.Ok("an address was asked for, not a name");
        }
        if (host.Name == "localhost" || host.Name.EndsWith(".localhost", StringComparison.Ordinal))
        {
            return Finding.Ok("this machine itself, as the name says (RFC 6761 section 6.3)");
        }
        foreach (IPAddress address in host.Addresses)
        {
            if (AddressKinds.NameOf(address) is { } kind)
            {
                bool itself = IPAddress.IsLoopback(address);
                PortReport port = await examination.PortAsync(address, examination.Options.Ports.Imaps, cancel).ConfigureAwait(false);
                if (!itself && port.State == PortState.Open)
                {
                    return Finding.Info($"{host.Name} is {address}, {kind}: it is reached from here, and nobody outside that network can reach it.")
                        .Do("For clients outside, publish the public address.", $"getent ahosts {host.Name}").Saw("address", address);
                }
                return (itself
                        ? Finding.Fail($"{host.Name} points to {address}, which is every machine itself.")
                        : Finding.Warn($"{host.Name} points to {address}, {kind}: nobody outside that network can reach it."))
                    .Because(host.FoundBy.Contains("this machine only", StringComparison.Ordinal) ? "/etc/hosts of this machine says so" : "DNS holds an internal address")
                    .Do(itself ? "Correct /etc/hosts here, or the record in DNS, to the public address." : "Inside that network all may be well. For the outside, publish the public address.",
                        $"getent ahosts {host.Name}")
                    .Saw("address", address);
            }
        }
        return Finding.Ok($"{host.Addresses.Count} public {(host.Addresses.Count == 1 ? "address" : "addresses")}");
    }
}
