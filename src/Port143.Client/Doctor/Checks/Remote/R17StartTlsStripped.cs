using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R17: nothing on the way takes the offer of STARTTLS out of the server's words.</summary>
internal sealed class R17StartTlsStripped() : DoctorCheck("R17", "STARTTLS is not stripped", CheckGroup.Tls, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> plain = await examination.TalksAsync(examination.Options.Ports.Imap, false, cancel).ConfigureAwait(false);
        IReadOnlyList<ImapReport> secure = await examination.TalksAsync(examination.Options.Ports.Imaps, true, cancel).ConfigureAwait(false);
        foreach (ImapReport talk in plain.Where(t => t.Capabilities.Count > 0))
        {
            // What stands in place of the word when a firewall overwrites it, keeping the length.
            if (talk.Capabilities.FirstOrDefault(c => c.Length == "STARTTLS".Length && (c.All(x => x == 'X') || c.All(x => x == '*') || c.Equals("XXXXXXXA", StringComparison.Ordinal))) is { } mask)
            {
                return Finding.Fail("Something between you and the server removes STARTTLS.").Because("the word was overwritten on the way (a firewall's mail inspection does that)")
                    .Do("Use 993 only, and tell the network's owner.").Saw("in its place", mask);
            }
            if (ImapReport.Has(talk.Capabilities, "STARTTLS"))
            {
                continue;
            }
            // The greeting and the reply to CAPABILITY are written by one server, and changed by two different rules.
            if (talk.Greeting!.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase))
            {
                return Finding.Fail("The greeting offers STARTTLS and CAPABILITY does not: something between you and the server removes it.")
                    .Do("Use 993 only, and tell the network's owner.").Saw("greeting", talk.Greeting).Saw("capabilities", string.Join(' ', talk.Capabilities));
            }
            if (secure.Any(s => s.IsImap) && ImapReport.Has(talk.Capabilities, "LOGINDISABLED"))
            {
                return Finding.Warn("143 neither offers STARTTLS nor takes a password: nobody can sign in there. Something on the way may have removed the offer.")
                    .Do("Ask the server's owner, or look from another network; the capabilities must be the same there.", $"port143 doctor {examination.Target.Text} --only R16 -v")
                    .Do("Use 993 meanwhile.").Saw("capabilities", string.Join(' ', talk.Capabilities));
            }
        }
        return plain.Any(t => t.Capabilities.Count > 0) ? Finding.Ok("nothing says so") : Finding.Skipped("no server speaks IMAP on 143");
    }
}
