using System.Security.Authentication;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>TLS in words: versions, and what the library's errors mean.</summary>
internal static class TlsWords
{
    public static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
        _ => protocol.ToString(),
    };

    public static Finding Explain(Finding finding, string error)
    {
        return Has("ee key too small") || Has("dh key too small")
            ? finding.Because("the key of the server is too short for current systems").Do("Make a new key, ECDSA P-256 or RSA with 2048 bits, and a certificate for it.",
                "openssl ecparam -genkey -name prime256v1 -out key.pem")
        : Has("ca md too weak")
            ? finding.Because("the certificate is signed with SHA-1 or MD5").Do("Request a new certificate.")
        : Has("unsupported protocol") || Has("protocol version")
            ? finding.Because("the server speaks only TLS versions that are no longer allowed").Do("Allow TLS 1.2 and 1.3 in the server, or update it.")
        : Has("handshake failure") || Has("no shared cipher")
            ? finding.Because("server and client have no cipher suite in common, or the server has no certificate for this name").Do("Use the default suites in the server, and look at its certificate.")
        : Has("wrong version number")
            ? finding.Because("the port does not begin with TLS").Do("See R14: the listener's mode is wrong, or another service answers.")
        : Has("unexpected EOF") || Has("frame") || Has("closed") || Has("reset")
            ? finding.Because("the server, or something on the way, cut the connection in the handshake").Do("Look into the server's log; a firewall that inspects TLS does the same.")
        : Has("no answer in time")
            ? finding.Because("the server does not answer in the handshake: overloaded, or large packets vanish on the way (see R11)").Do("Try again; then lower the MTU here to 1400 as a test.",
                "ip link set dev eth0 mtu 1400")
        : finding.Do("Look into the server's log at this moment.");

        bool Has(string words) => error.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
