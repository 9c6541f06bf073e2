using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R28: no suite without forward secrecy or with a broken cipher is accepted in TLS 1.2 (RFC 9325 section 4.2).</summary>
internal sealed class R28WeakSuites() : DoctorCheck("R28", "weak cipher suites", CheckGroup.Tls, "R18")
{
    private static readonly (string What, ushort[] Suites, bool IsFailure)[] Offers =
    [
        ("NULL or export ciphers", [0x0001, 0x0002, 0x003B, 0xC006, 0xC010, 0x0003, 0x0006, 0x0008, 0x0014], true),
        ("anonymous key exchange", [0x0034, 0x003A, 0x006C, 0x00A6, 0x00A7, 0xC018, 0xC019], true),
        ("RC4", [0x0004, 0x0005, 0xC007, 0xC011], true),
        ("3DES", [0x000A, 0x0016, 0xC008, 0xC012], false),
        ("RSA key exchange, without forward secrecy", [0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035], false),
        ("CBC", [0xC023, 0xC024, 0xC027, 0xC028, 0xC009, 0xC00A, 0xC013, 0xC014, 0x0067, 0x006B, 0x0033, 0x0039], false),
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
            o => HelloProbe.OfferAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), examination.Target.Host, HelloProbe.Tls12, o.Suites, cancel))).ConfigureAwait(false);
        (string What, ushort[] Suites, bool IsFailure)[] weak = [.. Offers.Where((_, i) => answers[i].Accepted)];
        if (weak.Length == 0)
        {
            return Finding.Ok("none is accepted");
        }
        string what = string.Join("; ", weak.Select(w => w.What));
        return Products.Only(talk, (weak.Any(w => w.IsFailure) ? Finding.Fail($"Broken ciphers are accepted: {what}.") : Finding.Warn($"Weak suites are offered: {what}."))
            .Because("the list of suites is an old one, or the default of its TLS library; current mail programs do not choose these")
            .Do("Use a current list in Port143: update it, and look whether a proxy before it has TLS of its own.").Do("Use a current list in Dovecot:", "ssl_cipher_list = ECDHE+AESGCM:ECDHE+CHACHA20")
            .Do("Use a current list in Cyrus:", "tls_ciphers: ECDHE+AESGCM:ECDHE+CHACHA20")
            .Do("Use a current list in Courier (imapd-ssl, with GnuTLS as in Debian):", "TLS_PRIORITY=\"NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:-RSA:-DHE-RSA:-AES-128-CBC:-AES-256-CBC\""))
            .Saw("chosen", string.Join(' ', answers.Where(a => a.Accepted).Select(a => $"0x{a.CipherSuite:X4}")));
    }
}
