using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R40: what to put into a mail program, and the mistakes that are made there.</summary>
internal sealed class R40ClientSettings() : DoctorCheck("R40", "settings for mail programs", CheckGroup.SignIn, "R01")
{
    private static readonly Dictionary<int, string> WrongPorts = new()
    {
        [25] = "SMTP between servers", [465] = "sending mail (SMTP)", [587] = "sending mail (SMTP)", [110] = "POP3", [995] = "POP3 over TLS", [443] = "the web", [4190] = "ManageSieve",
    };

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        foreach (int port in (int[])[ports.Imap, ports.Imaps])
        {
            if (WrongPorts.TryGetValue(port, out string? what))
            {
                return Finding.Warn($"You asked for IMAP on port {port}, which is for {what}.").Do("Use 993 with SSL/TLS, or 143 with STARTTLS.");
            }
        }
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        IReadOnlyList<ImapReport> secure = await examination.TalksAsync(ports.Imaps, true, cancel).ConfigureAwait(false);
        IReadOnlyList<ImapReport> plain = await examination.TalksAsync(ports.Imap, false, cancel).ConfigureAwait(false);
        string user = examination.Target.User is null ? "the whole address" : examination.Target.Text;
        return secure.Any(t => t.IsImap) ? Finding.Ok($"server {host.Name}, port {ports.Imaps}, SSL/TLS, user {user}")
            : plain.Any(t => t.Tls is { Succeeded: true }) ? Finding.Ok($"server {host.Name}, port {ports.Imap}, STARTTLS, user {user}")
            : Finding.Skipped("nothing that a mail program could use was reached");
    }
}
