using System.Xml;
using System.Xml.Linq;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R05: what the domain tells clients that set themselves up (autoconfig) agrees with what the server does.</summary>
internal sealed class R05AutoConfiguration() : DoctorCheck("R05", "autoconfig", CheckGroup.Dns, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Target is not { Name: { } domain, User: not null })
        {
            return Finding.Skipped("looked at for an address of mail only, such as user@example.org");
        }
        foreach (string url in (string[])
            [$"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={Uri.EscapeDataString(examination.Target.Text)}", $"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"])
        {
            WebAnswer answer = await examination.WebAsync(url, cancel).ConfigureAwait(false);
            if (answer.Body is not { } body)
            {
                continue;
            }
            if (Read(body) is not { } offers)
            {
                return Finding.Warn($"The configuration at {url} cannot be read.").Because("it is not well-formed XML, or has no incomingServer of type imap")
                    .Do("Serve this instead:", await CorrectedAsync(examination, domain, cancel).ConfigureAwait(false)).Saw("url", url);
            }
            IReadOnlyList<string> wrong = await CompareAsync(examination, offers, cancel).ConfigureAwait(false);
            return wrong.Count == 0
                ? Finding.Ok(string.Join(", ", offers)).Saw("url", url)
                : Finding.Warn($"Clients are told what does not work: {wrong[0]}").With(wrong.Skip(1))
                    .Do("Serve this instead:", await CorrectedAsync(examination, domain, cancel).ConfigureAwait(false)).Saw("url", url);
        }
        return Finding.Info("No autoconfig: clients guess the server's settings.")
            .Do($"Serve this at https://autoconfig.{domain}/mail/config-v1.1.xml:", await CorrectedAsync(examination, domain, cancel).ConfigureAwait(false));
    }

    private static List<Offer>? Read(string body)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 256 * 1024 });
            List<Offer> offers = [.. XDocument.Load(reader).Descendants("incomingServer")
                .Where(e => (string?)e.Attribute("type") == "imap")
                .Select(e => new Offer((string?)e.Element("hostname") ?? "", (string?)e.Element("port") ?? "", (string?)e.Element("socketType") ?? ""))];
            return offers.Count == 0 ? null : offers;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(Examination examination, List<Offer> offers, CancellationToken cancel)
    {
        var wrong = new List<string>();
        MailPorts ports = examination.Options.Ports;
        foreach (Offer offer in offers)
        {
            if (offer.SocketType.Equals("plain", StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{offer} sends passwords readable");
            }
            else if (offer.Port == "993" && !offer.SocketType.Equals("SSL", StringComparison.OrdinalIgnoreCase)
                || offer.Port == "143" && !offer.SocketType.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{offer}: 993 goes with SSL, 143 with STARTTLS");
            }
            else if (offer.Port is "993" or "143")
            {
                IReadOnlyList<PortReport> reports = await examination.PortsAsync(offer.Port == "993" ? ports.Imaps : ports.Imap, cancel).ConfigureAwait(false);
                if (reports.All(r => r.State != PortState.Open))
                {
                    wrong.Add($"{offer}, and that port is {PortWords.Describe(reports[0])}");
                }
            }
        }
        return wrong;
    }

    private static async Task<string> CorrectedAsync(Examination examination, string domain, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        return $"""
            <clientConfig version="1.1"><emailProvider id="{domain}"><domain>{domain}</domain><incomingServer type="imap"><hostname>{host.Name}</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer></emailProvider></clientConfig>
            """;
    }

    private sealed record Offer(string Host, string Port, string SocketType)
    {
        public override string ToString() => $"{Host} port {Port} {SocketType}";
    }
}
