using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R15: the certificate is the server's, and not of a program on the way that opens the encryption.</summary>
internal sealed class R15Interception() : DoctorCheck("R15", "nobody opens the encryption", CheckGroup.Tls, "R18")
{
    // Words in issuers of programs that put themselves between client and server.
    private static readonly string[] Interceptors =
    [
        "avast", "avg ", "kaspersky", "eset ssl", "bitdefender", "fortinet", "fortigate", "sophos", "zscaler", "palo alto", "netskope",
        "blue coat", "mcafee web", "cisco umbrella", "check point", "mitmproxy", "burp", "fiddler", "charles proxy", "adguard", "dr.web", "norton",
        "g data", "watchguard", "barracuda", "untangle", "squid", "superfish", "titanium root",
    ];

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        X509Certificate2[] certificates = [.. talks.Select(t => t.Tls?.Certificate).OfType<X509Certificate2>()];
        foreach (X509Certificate2 certificate in certificates)
        {
            if (Interceptors.FirstOrDefault(i => certificate.Issuer.Contains(i, StringComparison.OrdinalIgnoreCase)) is not null)
            {
                string issuer = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
                return Finding.Fail($"The certificate was made by \"{issuer}\", not for your provider: something on your side opens the encryption.")
                    .Because("a virus scanner or a company's firewall reads the connection")
                    .Do("Turn off mail scanning in that product, or exclude this server.").Saw("issuer", certificate.Issuer).Saw("subject", certificate.Subject);
            }
        }
        return certificates.Length == 0 ? Finding.Skipped("no certificate was seen") : Finding.Ok("the issuer is none of the known interceptors");
    }
}
