using System.CommandLine;
using Port143.Cli;
using Port143.Configuration;
using Port143.Server.Tls.Acme;

namespace Port143.Commands;

/// <summary><c>port143 acme status</c>: names, end, next renewal and last failure.</summary>
internal static class AcmeStatusCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON object with on, names, directory, challenge, certificateNames, selfSigned, expires, renewal, failures and error.",
        };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command("status", "Tell for which names the certificate is, when it ends, when it is renewed, and why the last try failed.")
        {
            asJson, data,
        };
        command.SetAction(parsed =>
        {
            string folder = DataFolder.Existing(parsed, data);
            (Settings settings, _, _) = CommandSettings.Read(folder, []);
            AcmeStatus status = AcmeStatus.Read(settings.Acme, folder);
            if (parsed.GetValue(asJson))
            {
                Print(settings.Acme, status);
            }
            else
            {
                Console.Out.Write(Describe(settings.Acme, status, TimeProvider.System.GetUtcNow()));
            }
            return ExitCode.Ok;
        });
        return command;
    }

    // A line for each fact.
    private static string Describe(AcmeOptions options, AcmeStatus status, DateTimeOffset now)
    {
        if (!options.IsOn)
        {
            return "off: no names are set (acme.names); port143 config describe says how\n";
        }
        string certificate = status.Expires is not { } expires ? "none that can be read; the server makes one when it starts"
            : status.IsSelfSigned ? $"self-signed, ends {UtcText.Minutes(expires)}"
            : $"ends {UtcText.Minutes(expires)}, in {(expires - now).TotalDays:F0} days";
        string renewal = status.Due > now ? UtcText.Minutes(status.Due) : "now, by the running server";
        return $"names        {string.Join(' ', options.Names)}\n"
            + $"authority    {options.Directory}\n"
            + $"certificate  {certificate}\n"
            + (Missing(options, status) is { Length: > 0 } missing ? $"lacks        {missing}\n" : "")
            + $"renewal      {renewal}\n"
            + (status.Failures > 0 ? $"last error   {status.Error} ({status.Failures} tries have failed)\n" : "");
    }

    private static string Missing(AcmeOptions options, AcmeStatus status) => status.IsSelfSigned || status.Expires is null ? ""
        : string.Join(' ', options.Names.Where(n => !status.Names.Contains(n, StringComparer.OrdinalIgnoreCase)));

    private static void Print(AcmeOptions options, AcmeStatus status) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("on", options.IsOn);
        json.WriteStartArray("names");
        foreach (string name in options.Names)
        {
            json.WriteStringValue(name);
        }
        json.WriteEndArray();
        json.WriteString("directory", options.Directory);
        json.WriteString("challenge", options.Challenge switch { AcmeChallenge.TlsAlpn => "tls-alpn", AcmeChallenge.Dns => "dns", _ => "http" });
        json.WriteStartArray("certificateNames");
        foreach (string name in status.Names)
        {
            json.WriteStringValue(name);
        }
        json.WriteEndArray();
        json.WriteBoolean("selfSigned", status.IsSelfSigned);
        json.WriteString("expires", status.Expires is { } expires ? UtcText.Seconds(expires) : null);
        json.WriteString("renewal", options.IsOn && status.Due > DateTimeOffset.MinValue ? UtcText.Seconds(status.Due) : null);
        json.WriteNumber("failures", status.Failures);
        json.WriteString("error", status.Error);
        json.WriteEndObject();
    });
}
