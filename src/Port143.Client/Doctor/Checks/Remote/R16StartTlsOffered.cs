using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R16: port 143 offers STARTTLS, so that a password can be sent behind TLS (RFC 9051 section 6.2.1).</summary>
internal sealed class R16StartTlsOffered() : DoctorCheck("R16", "STARTTLS on 143", CheckGroup.Tls, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imap, false, cancel).ConfigureAwait(false);
        ImapReport[] spoken = [.. talks.Where(t => t.Capabilities.Count > 0)];
        if (spoken.Length == 0)
        {
            return Finding.Skipped("no server speaks IMAP on 143");
        }
        if (spoken.FirstOrDefault(t => !ImapReport.Has(t.Capabilities, "STARTTLS")) is { } without)
        {
            return Finding.Fail($"143 at {without.EndPoint.Address} offers no encryption; passwords would travel readable.")
                .Because("the server has no certificate, its TLS is switched off, or something on the way removes the offer")
                .Do("Switch TLS on in the server, or close 143 and use 993.")
                .Saw("capabilities", string.Join(' ', without.Capabilities));
        }
        return Finding.Ok("offered");
    }
}
