using System.Text;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R13: what answers on the mail ports is a mail-access server, and not another program.</summary>
internal sealed class R13WrongService() : DoctorCheck("R13", "the right service", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        foreach (ImapReport talk in talks)
        {
            string first = talk.Greeting ?? Encoding.Latin1.GetString(talk.FirstBytes.Span);
            if (talk.IsImap || first.Length == 0 || NameOf(first) is not { } name)
            {
                continue;
            }
            return Finding.Fail($"Port {talk.EndPoint.Port} of {talk.EndPoint.Address} speaks {name}.")
                .Because(name.StartsWith("HTTP", StringComparison.Ordinal)
                    ? "a web server, a proxy or the sign-in page of a guest network (captive portal) answers instead"
                    : "you reached another program: IMAP is on 993 and 143, SMTP on 465 and 587, POP3 on 995 and 110")
                .Do(name.StartsWith("HTTP", StringComparison.Ordinal)
                    ? "Open any web page in a browser and sign in to the network; else correct the port in the client."
                    : "Correct the port in the client, or the listener in the server.")
                .Saw("first bytes", new string([.. first.Take(60).Select(c => c is >= ' ' and <= '~' ? c : '.')]));
        }
        return talks.Any(t => t.IsImap) ? Finding.Ok("IMAP") : Finding.Skipped("nothing answered");
    }

    private static string? NameOf(string first) =>
        first.StartsWith("HTTP/", StringComparison.Ordinal) || first.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "HTTP"
        : first.StartsWith("SSH-", StringComparison.Ordinal) ? "SSH"
        : first.StartsWith("+OK", StringComparison.Ordinal) ? "POP3"
        : first.StartsWith("220", StringComparison.Ordinal) || first.StartsWith("554", StringComparison.Ordinal) ? "SMTP"
        : first.Contains("Sieve", StringComparison.OrdinalIgnoreCase) && first.StartsWith('"') ? "ManageSieve"
        : first[0] is '\u0015' or '\u0016' ? "TLS"
        : null;
}
