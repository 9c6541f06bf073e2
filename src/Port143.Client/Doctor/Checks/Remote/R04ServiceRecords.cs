using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R04: SRV records let clients find the server, and prefer the port with TLS from the start (RFC 6186, RFC 8314).</summary>
internal sealed class R04ServiceRecords() : DoctorCheck("R04", "SRV records", CheckGroup.Dns)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Target.Name is not { } domain)
        {
            return Finding.Skipped("an address has no SRV records");
        }
        DnsAnswer[] answers = await Task.WhenAll(
            examination.DnsAsync("_imaps._tcp." + domain, DnsType.Srv, cancel), examination.DnsAsync("_imap._tcp." + domain, DnsType.Srv, cancel)).ConfigureAwait(false);
        (DnsAnswer imaps, DnsAnswer imap) = (answers[0], answers[1]);
        if (answers.All(a => a.Outcome is DnsOutcome.TimedOut or DnsOutcome.ServerFailed))
        {
            return Finding.Skipped("DNS did not answer");
        }
        DnsRecord? secure = imaps.Records.FirstOrDefault(), plain = imap.Records.FirstOrDefault();
        if (secure is null && plain is null)
        {
            // Only the domain of addresses needs them; for the name of a host their absence is usual.
            Finding none = examination.Target.User is null
                ? Finding.Info($"{domain} has no SRV record; that matters if it is what stands behind the @ of addresses.")
                : Finding.Warn("No SRV record: some clients cannot find the server.");
            MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
            if (host.Addresses.Count == 0 && answers.All(a => a.Outcome == DnsOutcome.NoName) && (await examination.DnsAsync(domain, DnsType.A, cancel).ConfigureAwait(false)).Outcome == DnsOutcome.NoName)
            {
                return Finding.Skipped($"{domain} does not exist");
            }
            bool isHost = examination.Target.User is null && host.Addresses.Count > 0;
            return isHost ? none.Do("In the domain of the addresses (here example.org), add:", $"_imaps._tcp.example.org. SRV 0 1 993 {host.Name}.")
                : none.Do("Add, with the name of your server:", $"_imaps._tcp.{domain}. SRV 0 1 993 {(host.Addresses.Count > 0 ? host.Name : "mail." + domain)}.");
        }
        foreach (DnsRecord record in imaps.Records.Concat(imap.Records).Where(r => r.Target is { Length: > 0 }))
        {
            DnsAnswer[] target = await Task.WhenAll(
                examination.DnsAsync(record.Target!, DnsType.A, cancel), examination.DnsAsync(record.Target!, DnsType.Aaaa, cancel)).ConfigureAwait(false);
            if (target.All(t => t.Outcome is DnsOutcome.NoName or DnsOutcome.NoData))
            {
                return Finding.Fail($"SRV names {record.Target}, which has no address.")
                    .Do("Correct the target, or give it an address.", $"dig {record.Target} A").Saw("SRV", record.Text);
            }
            if (target[0].Aliases.Count > 0)
            {
                return Finding.Warn($"SRV names {record.Target}, which is an alias (CNAME); some clients do not follow it.")
                    .Because("RFC 2782 wants the name of a host with an address there")
                    .Do("Name the host itself:", $"_imaps._tcp.{domain}. SRV 0 1 993 {target[0].Aliases[^1]}.").Saw("SRV", record.Text);
            }
        }
        if (secure is null or { Target.Length: 0 })
        {
            return plain is { Target.Length: > 0 }
                ? Finding.Warn("SRV offers port 143 alone; clients cannot find the port with TLS from the start.")
                    .Do("Add, with a lower priority number:", $"_imaps._tcp.{domain}. SRV 0 1 993 {plain.Target}.")
                : Finding.Info("SRV says that there is no IMAP here (target \".\").");
        }
        if (plain is { Target.Length: > 0 } && plain.Priority < secure.Priority)
        {
            return Finding.Warn("SRV prefers 143 to 993.")
                .Do("Give _imaps the lower priority number.", $"_imaps._tcp.{domain}. SRV {Math.Max(0, plain.Priority - 1)} 1 {secure.Port} {secure.Target}.")
                .Saw("_imap", plain.Text).Saw("_imaps", secure.Text);
        }
        return Finding.Ok($"{secure.Target}, port {secure.Port}").Saw("_imaps", secure.Text);
    }
}
