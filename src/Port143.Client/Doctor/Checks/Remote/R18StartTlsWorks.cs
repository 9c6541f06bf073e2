using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R18: the handshakes come to an end, and capabilities are told anew behind STARTTLS.</summary>
internal sealed class R18StartTlsWorks() : DoctorCheck("R18", "TLS handshake", CheckGroup.Tls, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        foreach (ImapReport talk in talks)
        {
            if (talk.Tls is { Succeeded: false } tls)
            {
                return TlsWords.Explain(Finding.Fail($"The TLS handshake with {talk.EndPoint} fails: {tls.Error}"), tls.Error!).Saw("error", tls.Error);
            }
            if (talk.StartTlsReply is { } reply && !reply.StartsWith("OK", StringComparison.OrdinalIgnoreCase))
            {
                return Finding.Fail($"{talk.EndPoint} offers STARTTLS and refuses it: {reply}")
                    .Because("the server has no usable certificate, or its TLS service is down").Do("Look into the server's log at this moment.");
            }
            if (talk is { ImplicitTls: false, Tls.Succeeded: true, CapabilitiesAfterTls.Count: 0 })
            {
                return Finding.Fail($"{talk.EndPoint} does not speak IMAP after STARTTLS: {talk.Error}").Do("Update the server.");
            }
        }
        ImapReport[] secured = [.. talks.Where(t => t.Tls is { Succeeded: true })];
        return secured.Length == 0
            ? Finding.Skipped("no handshake was reached")
            : Finding.Ok(string.Join(", ", secured.Select(t => $"{t.EndPoint.Port} {TlsWords.NameOf(t.Tls!.Protocol)}").Distinct()))
                .Saw("cipher suite", secured[0].Tls!.CipherSuite);
    }
}
