using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R05: what the domain tells clients that set themselves up (autoconfig and Autodiscover) agrees with what the server does.</summary>
internal sealed class R05AutoConfiguration() : DoctorCheck("R05", "autoconfig", CheckGroup.Dns, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Target is not { Name: { } domain, User: not null, Text: var address })
        {
            return Finding.Skipped("looked at for an address of mail only, such as user@example.org");
        }
        Task<AutoSettings?> asking = examination.AutodiscoverAsync(address, domain, cancel);
        AutoSettings? autoconfig = await examination.AutoconfigAsync(address, domain, cancel).ConfigureAwait(false);
        AutoSettings? autodiscover = await asking.ConfigureAwait(false);
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        foreach (AutoSettings? settings in (AutoSettings?[])[autoconfig, autodiscover])
        {
            if (settings is null)
            {
                continue;
            }
            Finding? wrong = settings.Offers is not { } offers
                ? Finding.Warn($"The configuration at {settings.Url} cannot be read.").Because("it is not well-formed XML, has no server of type imap, or leads nowhere")
                : await CompareAsync(examination, offers, cancel).ConfigureAwait(false) is { Count: > 0 } contradictions
                    ? Finding.Warn($"Clients are told what does not work: {contradictions[0]}.").With(contradictions.Skip(1)) : null;
            if (wrong is not null)
            {
                return Correct(wrong, domain, host.Name, settings == autoconfig, settings == autodiscover).Saw("url", settings.Url);
            }
        }
        // A server of Exchange answers Autodiscover and offers protocols of its own: nothing is missing then.
        Finding finding = (autoconfig, autodiscover) switch
        {
            (null, null) => Finding.Info("Neither autoconfig nor Autodiscover: clients guess the server's settings."),
            (null, _) => Finding.Info("No autoconfig: Thunderbird and others guess the server's settings; Outlook is told."),
            (_, null) => Finding.Info("No Autodiscover: Outlook guesses the server's settings; Thunderbird and others are told."),
            _ => Finding.Ok(string.Join(", ", autoconfig.Offers!.Concat(autodiscover.Offers!).Select(o => o.ToString()).Distinct())),
        };
        return Correct(finding, domain, host.Name, autoconfig is null, autodiscover is null).Saw("autoconfig", autoconfig?.Url).Saw("autodiscover", autodiscover?.Url);
    }

    private static Finding Correct(Finding finding, string domain, string host, bool autoconfig, bool autodiscover)
    {
        finding = autoconfig ? finding.Do($"Serve this at https://autoconfig.{domain}/mail/config-v1.1.xml:",
            $"""<clientConfig version="1.1"><emailProvider id="{domain}"><domain>{domain}</domain><incomingServer type="imap"><hostname>{host}</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer></emailProvider></clientConfig>""") : finding;
        return autodiscover ? finding.Do($"For Outlook, answer a POST to https://autodiscover.{domain}/autodiscover/autodiscover.xml with this:",
            $"""<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"><Account><AccountType>email</AccountType><Action>settings</Action><Protocol><Type>IMAP</Type><Server>{host}</Server><Port>993</Port><SSL>on</SSL></Protocol></Account></Response></Autodiscover>""") : finding;
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(Examination examination, IReadOnlyList<MailOffer> offers, CancellationToken cancel)
    {
        var wrong = new List<string>();
        MailPorts ports = examination.Options.Ports;
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        foreach (MailOffer offer in offers)
        {
            if (offer.Security == "plain")
            {
                wrong.Add($"{offer} sends passwords readable");
            }
            else if (offer.Port == "993" && offer.Security != "SSL" || offer.Port == "143" && offer.Security != "STARTTLS")
            {
                wrong.Add($"{offer}: 993 goes with SSL, 143 with STARTTLS");
            }
            else if (!offer.Host.Equals(host.Name, StringComparison.OrdinalIgnoreCase))
            {
                DnsAnswer[] answers = await Task.WhenAll(
                    examination.DnsAsync(offer.Host, DnsType.A, cancel), examination.DnsAsync(offer.Host, DnsType.Aaaa, cancel)).ConfigureAwait(false);
                if (answers.All(a => a.Outcome is DnsOutcome.NoName or DnsOutcome.NoData))
                {
                    wrong.Add($"{offer}, and that name has no address");
                }
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
}
