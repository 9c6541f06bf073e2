using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R20: before TLS the server says that it takes no password (RFC 9051 section 6.2.3, RFC 8314 section 4.1).</summary>
internal sealed class R20LoginDisabled() : DoctorCheck("R20", "no password before TLS", CheckGroup.Imap, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imap, false, cancel).ConfigureAwait(false);
        ImapReport[] spoken = [.. talks.Where(t => t.Capabilities.Count > 0)];
        if (spoken.Length == 0)
        {
            return Finding.Skipped("no server speaks IMAP on 143");
        }
        foreach (ImapReport talk in spoken)
        {
            bool invites = !ImapReport.Has(talk.Capabilities, "LOGINDISABLED");
            string[] mechanisms = [.. talk.Capabilities.Where(c => c.Equals("AUTH=PLAIN", StringComparison.OrdinalIgnoreCase) || c.Equals("AUTH=LOGIN", StringComparison.OrdinalIgnoreCase))];
            if (!invites && mechanisms.Length == 0)
            {
                continue;
            }
            // Many servers allow it to the machine they run on, where nobody listens on the wire.
            return Products.Only(talk, (System.Net.IPAddress.IsLoopback(talk.EndPoint.Address)
                    ? Finding.Info("The server invites passwords before encryption, seen from this machine itself; many servers do so on loopback alone.")
                    : Finding.Fail("The server invites passwords before encryption."))
                .Do("Demand TLS in Port143:", "cleartext_login = \"never\"").Do("Demand TLS in Dovecot:", "disable_plaintext_auth = yes")
                .Do("Demand TLS in Cyrus:", "allowplaintext: no").Do("Demand TLS in Courier (imapd-ssl):", "IMAP_TLS_REQUIRED=1"))
                .Saw("capabilities", string.Join(' ', talk.Capabilities));
        }
        return Finding.Ok("LOGINDISABLED");
    }
}
