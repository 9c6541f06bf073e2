using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R27: TLS 1.2 and 1.3 are spoken, and nothing older (RFC 8996, RFC 9325).</summary>
internal sealed class R27TlsVersions() : DoctorCheck("R27", "TLS versions", CheckGroup.Tls, "R18")
{
    private static readonly (int Version, string Name, ushort[] Suites)[] Offers =
    [
        (HelloProbe.Tls10, "TLS 1.0", [0xC014, 0xC013, 0xC00A, 0xC009, 0x0035, 0x002F, 0x000A]),
        (HelloProbe.Tls11, "TLS 1.1", [0xC014, 0xC013, 0xC00A, 0xC009, 0x0035, 0x002F, 0x000A]),
        (HelloProbe.Tls12, "TLS 1.2", [0xC02C, 0xC02B, 0xC030, 0xC02F, 0xCCA9, 0xCCA8, 0xC024, 0xC023, 0xC028, 0xC027]),
        (HelloProbe.Tls13, "TLS 1.3", [0x1301, 0x1302, 0x1303]),
    ];

    public override bool NeedsOwner => true;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imaps, true, cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls is { Succeeded: true }) is not { } talk)
        {
            return Finding.Skipped("no TLS on 993");
        }
        HelloAnswer[] answers = await Task.WhenAll(Offers.Select(
            o => HelloProbe.OfferAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), examination.Target.Host, o.Version, o.Suites, cancel))).ConfigureAwait(false);
        string[] spoken = [.. Offers.Where((o, i) => answers[i].Accepted && answers[i].Version == o.Version).Select(o => o.Name)];
        string all = string.Join(", ", spoken);
        return spoken.Any(s => s is "TLS 1.0" or "TLS 1.1")
            ? Products.Only(talk, Finding.Fail($"{spoken[0]} is still accepted.").Because("the server's least version is set too low, or it follows an old policy of the system")
                .Do("Allow TLS 1.2 and 1.3 alone in Dovecot:", "ssl_min_protocol = TLSv1.2").Do("Allow TLS 1.2 and 1.3 alone in Cyrus:", "tls_versions: tls1_2 tls1_3")
                .Do("Allow TLS 1.2 and 1.3 alone in Courier (imapd-ssl, with GnuTLS as in Debian):", "TLS_PRIORITY=\"NORMAL:-VERS-TLS1.0:-VERS-TLS1.1\"")).Saw("accepted", all)
            : !spoken.Contains("TLS 1.3") ? Finding.Warn("No TLS 1.3.").Do("Update the server or its TLS library (OpenSSL 1.1.1 or later).").Saw("accepted", all)
            : Finding.Ok(all);
    }
}
