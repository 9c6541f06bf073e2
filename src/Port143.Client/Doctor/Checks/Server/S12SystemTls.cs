using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S12: the system's rules for TLS are no weaker than usual, and the server refuses what is out of date whatever they say.</summary>
internal sealed class S12SystemTls() : DoctorCheck("S12", "the system's TLS rules", CheckGroup.Tls, "S03")
{
    private static readonly ushort[] OldSuites = [0xC009, 0xC00A, 0xC013, 0xC014, 0x002F, 0x0035];

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        if (server.Listeners.FirstOrDefault(l => l.Name is "imaps" or "imaps585" && l.Port > 0) is { } listener)
        {
            foreach ((int version, string name) in ((int, string)[])[(HelloProbe.Tls10, "TLS 1.0"), (HelloProbe.Tls11, "TLS 1.1")])
            {
                if ((await HelloProbe.OfferAsync(new IPEndPoint(listener.Address ?? IPAddress.Loopback, listener.Port), "localhost", version, OldSuites, cancel).ConfigureAwait(false)).Accepted)
                {
                    return Finding.Fail($"The server accepts {name}.").Because("something other than Port143 answers there, or its own rules were changed")
                        .Do("See who holds the port (S03).", $"ss -ltnp 'sport = :{listener.Port}'");
                }
            }
        }
        string[] lines = [.. server.LinesOf("/etc/ssl/openssl.cnf").Select(l => l.Split('#')[0].Replace(" ", "", StringComparison.Ordinal))];
        if (lines.LastOrDefault(l => l.StartsWith("MinProtocol=", StringComparison.OrdinalIgnoreCase)) is { } least && least[12..] is "TLSv1" or "TLSv1.0" or "TLSv1.1" or "SSLv3" or "None")
        {
            return Finding.Warn($"The system allows {least[12..]} for other programs; Port143 still refuses it.").Because("MinProtocol in /etc/ssl/openssl.cnf").Do("Restore it in /etc/ssl/openssl.cnf:", "MinProtocol = TLSv1.2");
        }
        if (lines.LastOrDefault(l => l.StartsWith("CipherString=", StringComparison.OrdinalIgnoreCase) && l.Contains("SECLEVEL=", StringComparison.OrdinalIgnoreCase)) is { } level
            && level[(level.IndexOf("SECLEVEL=", StringComparison.OrdinalIgnoreCase) + 9)..] is ['0' or '1', ..])
        {
            return Finding.Warn("The system allows short keys and SHA-1 for other programs (SECLEVEL below 2); Port143 does not follow it.").Because("CipherString in /etc/ssl/openssl.cnf").Do("Restore it in /etc/ssl/openssl.cnf:", "CipherString = DEFAULT:@SECLEVEL=2");
        }
        if (server.LinesOf("/etc/crypto-policies/state/current") is ["LEGACY", ..])
        {
            return Finding.Warn("The system's policy for encryption is LEGACY for other programs; Port143 does not follow it.").Do("Take the usual one.", "update-crypto-policies --set DEFAULT");
        }
        return Finding.Ok("TLS 1.2 and later");
    }
}
