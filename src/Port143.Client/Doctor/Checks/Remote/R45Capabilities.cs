using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R45: what the server announces makes sense before and behind TLS, and there is a way to sign in.</summary>
internal sealed class R45Capabilities() : DoctorCheck("R45", "capabilities and mechanisms", CheckGroup.Imap, "R12")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        ImapReport[] spoke = [.. talks.Where(t => t.FinalCapabilities.Count > 0)];
        if (spoke.Length == 0)
        {
            return Finding.Skipped("no server told its capabilities");
        }
        foreach (ImapReport talk in spoke)
        {
            IReadOnlyList<string> capabilities = talk.FinalCapabilities;
            bool secure = talk.Tls is { Succeeded: true };
            string where = $"{talk.EndPoint.Port}{(secure ? " behind TLS" : "")}";
            if (!ImapReport.Has(capabilities, "IMAP4rev1") && !ImapReport.Has(capabilities, "IMAP4rev2"))
            {
                return Finding.Warn($"{where} announces neither IMAP4rev1 nor IMAP4rev2 (RFC 9051 section 6.1.1).").Do("See what answers there; a proxy may have taken it out.").Saw("capabilities", string.Join(' ', capabilities));
            }
            if (!secure)
            {
                continue; // R16 and R20 speak of that
            }
            bool mechanisms = capabilities.Any(c => c.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase));
            if (ImapReport.Has(capabilities, "LOGINDISABLED") && !mechanisms)
            {
                return Finding.Fail($"{where} offers no way to sign in: LOGIN is disabled, and no mechanism is announced.").Because("the server has no sign-in service, or takes the connection for one without encryption")
                    .Do("On the server, look at its sign-in configuration and log; behind a proxy that ends TLS, tell the server so.").Saw("capabilities", string.Join(' ', capabilities));
            }
            if (ImapReport.Has(capabilities, "STARTTLS"))
            {
                return Finding.Warn($"{where} offers STARTTLS once more: mail programs may try it and fail (RFC 9051 section 6.2.1).").Because("a proxy takes TLS off before the server, which does not know of it")
                    .Do("Tell the server that these connections are encrypted.").Saw("capabilities", string.Join(' ', capabilities));
            }
        }
        string[] all = [.. spoke.SelectMany(t => t.FinalCapabilities).Where(c => c.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase)).Select(c => c[5..].ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal)];
        return Finding.Ok(all.Length > 0 ? string.Join(", ", all) : "LOGIN").Saw("capabilities", string.Join(' ', spoke[0].FinalCapabilities));
    }
}
