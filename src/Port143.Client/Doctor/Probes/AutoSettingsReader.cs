using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Port143.Client.Doctor.Probes;

/// <summary>Reads what is served to clients that set themselves up. Input is bounded by <see cref="WebProbe"/>; DTDs are not read.</summary>
public static class AutoSettingsReader
{
    /// <summary>The servers for IMAP of an autoconfig file (config-v1.1); null when it cannot be read or has none.</summary>
    public static IReadOnlyList<MailOffer>? Autoconfig(string xml) => Offers(xml, "incomingServer", e => (string?)e.Attribute("type") == "imap"
        ? new MailOffer((string?)e.Element("hostname") ?? "", (string?)e.Element("port") ?? "", Security((string?)e.Element("socketType") ?? "")) : null) is { Count: > 0 } offers ? offers : null;

    /// <summary>
    /// The servers for IMAP of an answer to Autodiscover (POX); none for a server of Exchange, which offers other protocols;
    /// null when it cannot be read.
    /// </summary>
    public static IReadOnlyList<MailOffer>? Autodiscover(string xml) => Offers(xml, "Protocol", e => Text(e, "Type").Equals("IMAP", StringComparison.OrdinalIgnoreCase)
        ? new MailOffer(Text(e, "Server"), Text(e, "Port"), Encryption(e)) : null);

    /// <summary>Where Autodiscover sends the client on (RedirectUrl); null when it does not.</summary>
    public static string? RedirectOf(string xml) => Load(xml)?.Descendants().FirstOrDefault(e => e.Name.LocalName == "RedirectUrl")?.Value.Trim();

    /// <summary>The address in the JSON of Autodiscover's second version; null when it cannot be read or has none.</summary>
    public static string? UrlOf(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Url", out JsonElement url) && url.ValueKind == JsonValueKind.String
                ? url.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<MailOffer>? Offers(string xml, string element, Func<XElement, MailOffer?> read) =>
        Load(xml) is { } document ? [.. document.Descendants().Where(e => e.Name.LocalName == element).Select(read).OfType<MailOffer>()] : null;

    private static XDocument? Load(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 256 * 1024 });
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // The schemas have namespaces, which many servers get wrong and no client looks at.
    private static string Text(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim() ?? "";

    private static string Security(string socketType) => socketType.Equals("SSL", StringComparison.OrdinalIgnoreCase) ? "SSL"
        : socketType.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase) ? "STARTTLS" : socketType.Equals("plain", StringComparison.OrdinalIgnoreCase) ? "plain" : socketType;

    // Encryption counts before SSL, which is on by default (MS-OXDSCLI section 2.2.4.1.1.2.6).
    private static string Encryption(XElement protocol) => Text(protocol, "Encryption").ToUpperInvariant() switch
    {
        "SSL" => "SSL",
        "TLS" => "STARTTLS",
        "NONE" => "plain",
        "AUTO" => Text(protocol, "Port") == "143" ? "STARTTLS" : "SSL",
        _ => Text(protocol, "SSL").Equals("off", StringComparison.OrdinalIgnoreCase) ? "plain" : "SSL",
    };
}
