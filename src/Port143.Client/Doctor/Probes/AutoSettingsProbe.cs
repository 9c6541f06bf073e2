using System.Security;

namespace Port143.Client.Doctor.Probes;

/// <summary>Asks for settings in the order of the clients that use them, with all questions on their way at once.</summary>
public static class AutoSettingsProbe
{
    private const string ResponseSchema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    private const string RequestSchema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";

    /// <summary>What Thunderbird and others find (autoconfig); null when there is nothing.</summary>
    public static async Task<AutoSettings?> AutoconfigAsync(this Examination examination, string address, string domain, CancellationToken cancel)
    {
        string[] urls =
            [$"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={Uri.EscapeDataString(address)}", $"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"];
        WebAnswer[] answers = await Task.WhenAll(urls.Select(u => examination.WebAsync(u, cancel))).ConfigureAwait(false);
        int found = Array.FindIndex(answers, a => a.Body is not null);
        return found < 0 ? null : new AutoSettings(urls[found], AutoSettingsReader.Autoconfig(answers[found].Body!));
    }

    /// <summary>What Outlook and others find (Autodiscover, by JSON, XML or SRV); null when there is nothing.</summary>
    public static async Task<AutoSettings?> AutodiscoverAsync(this Examination examination, string address, string domain, CancellationToken cancel)
    {
        Task<DnsAnswer> service = examination.DnsAsync("_autodiscover._tcp." + domain, DnsType.Srv, cancel);
        string json = $"https://autodiscover.{domain}/autodiscover/autodiscover.json?Email={Uri.EscapeDataString(address)}&Protocol=AutodiscoverV1";
        Task<WebAnswer> second = examination.WebAsync(json, cancel);
        string[] urls = [Place(domain), Place("autodiscover." + domain)];
        Task<WebAnswer>[] first = [.. urls.Select(u => AskAsync(examination, u, address, cancel))];
        if ((await second.ConfigureAwait(false)).Body is { } body)
        {
            // A page of the web server's own is none of Autodiscover.
            if (AutoSettingsReader.UrlOf(body) is { } named)
            {
                return await FollowAsync(examination, json, named, address, cancel).ConfigureAwait(false);
            }
        }
        for (int i = 0; i < urls.Length; i++)
        {
            if ((await first[i].ConfigureAwait(false)).Body is { } xml)
            {
                return AutoSettingsReader.RedirectOf(xml) is { } elsewhere ? await FollowAsync(examination, urls[i], elsewhere, address, cancel).ConfigureAwait(false)
                    : new AutoSettings(urls[i], AutoSettingsReader.Autodiscover(xml));
            }
        }
        string? target = (await service.ConfigureAwait(false)).Records.FirstOrDefault(r => r.Target is { Length: > 0 })?.Target;
        return target is not null && (await AskAsync(examination, Place(target), address, cancel).ConfigureAwait(false)).Body is { } last
            ? new AutoSettings(Place(target), AutoSettingsReader.Autodiscover(last)) : null;
    }

    /// <summary>The question of Outlook (MS-OXDSCLI section 2.2.3).</summary>
    internal static string Question(string address) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"{RequestSchema}\"><Request><EMailAddress>{SecurityElement.Escape(address)}</EMailAddress>"
        + $"<AcceptableResponseSchema>{ResponseSchema}</AcceptableResponseSchema></Request></Autodiscover>";

    // One step: clients take some, and a ring would lead nowhere.
    private static async Task<AutoSettings> FollowAsync(Examination examination, string from, string to, string address, CancellationToken cancel) =>
        to.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && (await AskAsync(examination, to, address, cancel).ConfigureAwait(false)).Body is { } xml
            ? new AutoSettings(to, AutoSettingsReader.Autodiscover(xml)) : new AutoSettings($"{from}, which leads to {to}", null);

    private static Task<WebAnswer> AskAsync(Examination examination, string url, string address, CancellationToken cancel) =>
        examination.WebAsync(url, Question(address), cancel);

    private static string Place(string host) => $"https://{host}/autodiscover/autodiscover.xml";
}
