using System.Net;

namespace Port143.Client.Doctor.Logs;

/// <summary>The table of what the server's events mean, and who is to be told.</summary>
public static class LogCauses
{
    private const int LeastOfClients = 3;

    // The first line that fits counts.
    private static readonly LogCause[] Table =
    [
        new(1004, "frame", "{0} speaks without encryption to the port that begins with TLS", "In that mail program ({0}) set SSL/TLS for 993, or take 143 with STARTTLS.", false),
        new(1004, "unknown ca", "{0} does not trust the certificate", "Give the server a certificate of a public authority, or make {0} trust this one.", false),
        new(1004, "certificate", "{0} does not accept the certificate", "Look at the certificate's names and dates (S09), and at the server's name in the mail program of {0}.", false),
        new(1004, "protocol", "{0} knows only TLS versions that are no longer allowed", "Update the mail program or the system of {0}; TLS 1.2 is 18 years old.", false),
        new(1004, "cipher", "{0} has no cipher suite in common with the server", "Update the mail program or the system of {0}.", false),
        new(1004, "", "{0} breaks off the TLS handshake", "A scanner, mostly. If {0} is a mail program, look at its encryption and the certificate that it wants.", false) { IsUsual = true },
        new(1014, "", "{0} begins with TLS on the port without it", "In that mail program ({0}) set STARTTLS for 143, or take 993 with SSL/TLS.", false),
        new(1009, "", "{0} sends its password without encryption; it was not looked at", "In that mail program ({0}) switch the encryption on, and change the password: it was readable on the way.", false),
        new(1005, "", "{0} sent commands between STARTTLS and the handshake", "No mail program does that: somebody tries an attack. Block {0} if it goes on.", false),
        new(1003, "", "{0} was refused: too many connections", "Close mail programs there, or raise limits.connections_per_address and _per_account if {0} is an office.", false),
        new(102, "cause=wrong-password", "{0} signs in with a wrong password", "A device there mostly has an old password: correct it in its mail program ({0}).", false),
        new(102, "cause=unknown-account", "{0} signs in to an account that does not exist", "Correct the user in the mail program of {0}; else somebody guesses names, and nothing is to be done.", false),
        new(102, "cause=disabled", "{0} signs in to an account that is disabled", "Enable the account, or remove it from the mail program of {0}.", false),
        new(102, "cause=expired", "{0} signs in with a device password that has ended", "Make another one: port143 device add. It is for {0}.", false),
        new(102, "cause=wrong-network", "{0} uses a device password outside its networks", "Make one for that network, or find out who has it: {0}.", false),
        new(102, "cause=busy", "{0} was turned away because too many passwords were being checked", "Look at S27: somebody may be guessing. Else the machine is too slow for so many sign-ins.", true),
        new(102, "", "{0} was refused a sign-in", "Look at the cause in the log: {0}.", false),
        new(113, "", "{0} signs in with a token that is not accepted", "Look at the cause in the log, and at [oauth] in the configuration.", false),
        new(112, "", "the keys of the sign-in provider cannot be had", "Look whether the provider can be reached from this machine: curl -sI, with the issuer of [oauth].", true),
        new(203, "", "the certificate has expired", "Renew it; see S09 and S11.", true),
        new(204, "", "new certificate files are not taken", "See S09: certificate and key must belong together and be readable.", true),
        new(302, "", "mail was not delivered, and the sender was told", "Look at the cause in the log: quota, size or an address that does not exist.", false),
        new(303, "", "mail could not be delivered because of an error here", "See S14 and S24: the disk or the store.", true),
        new(312, "", "mail could not be kept", "See S14 and S15: the disk.", true),
        new(313, "", "the directory of accounts failed in a delivery", "See S13.", true),
        new(315, "", "{0} may not deliver", "Name its network in lmtp.trusted if {0} is one of your mail servers.", false),
        new(1001, "", "no connections could be accepted for a while", "See S17: the limit of open files.", true),
        new(1008, "", "commands failed because of the storage", "See S14, S15 and S24.", true),
        new(1020, "", "the directory of accounts could not be read", "See S13 and S22.", true),
        new(4, "", "stopping took too long", "Look at what was going on then; a slow disk, mostly (S15).", true),
    ];

    /// <summary>The events in groups, the server's own troubles first, then by count; what happened once or twice to a client is left out.</summary>
    public static IReadOnlyList<LogGroup> Explain(IEnumerable<LogEvent> events)
    {
        var groups = new Dictionary<(LogCause, string), LogGroup>();
        foreach (LogEvent e in events)
        {
            if (Table.FirstOrDefault(c => c.Event == e.Id && e.Message.Contains(c.Words, StringComparison.OrdinalIgnoreCase)) is not { } cause)
            {
                continue;
            }
            string who = cause.What.Contains("{0}", StringComparison.Ordinal) ? WhoOf(e) : "";
            groups[(cause, who)] = groups.TryGetValue((cause, who), out LogGroup? group) ? group with { Count = group.Count + 1, Last = e.Time } : new LogGroup(cause, who, 1, e.Time, e.Time);
        }
        return [.. groups.Values.Where(g => g.Cause.IsOurs || g.Count >= LeastOfClients).OrderByDescending(g => g.Cause.IsOurs).ThenBy(g => g.Cause.IsUsual).ThenByDescending(g => g.Count)];
    }

    /// <summary>The address of the client in an event; null without one.</summary>
    public static IPAddress? AddressOf(LogEvent e)
    {
        foreach (string word in e.Message.Split(' '))
        {
            string value = word.StartsWith("ip=", StringComparison.Ordinal) ? word[3..] : word.StartsWith("client=", StringComparison.Ordinal) ? word[7..] : word;
            if (value.Contains('.', StringComparison.Ordinal) || value.Contains(':', StringComparison.Ordinal))
            {
                if (IPAddress.TryParse(value, out IPAddress? address))
                {
                    return address;
                }
                if (value.Length > 3 && IPEndPoint.TryParse(value, out IPEndPoint? endpoint))
                {
                    return endpoint.Address;
                }
            }
        }
        return null;
    }

    /// <summary>The account in an event, <c>account="..."</c>; null without one.</summary>
    public static string? AccountOf(LogEvent e)
    {
        const string mark = "account=\"";
        int at = e.Message.IndexOf(mark, StringComparison.Ordinal);
        int end = at < 0 ? -1 : e.Message.IndexOf('"', at + mark.Length);
        return end < 0 ? null : e.Message[(at + mark.Length)..end];
    }

    private static string WhoOf(LogEvent e) => string.Join(
        " as ", ((string?[])["client " + (AddressOf(e)?.ToString() ?? "unknown"), AccountOf(e) is { Length: > 0 } account ? account : null]).OfType<string>());
}
