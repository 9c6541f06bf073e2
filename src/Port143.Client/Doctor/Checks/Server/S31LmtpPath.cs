using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S31: mail comes in: the server answers in LMTP, and Postfix hands its mail to that place.</summary>
internal sealed class S31LmtpPath() : DoctorCheck("S31", "mail from Postfix", CheckGroup.Service)
{
    private const string Queue = "/var/spool/postfix"; // where Debian's Postfix is shut in

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        if (server.Listeners.FirstOrDefault(l => l.Name == "lmtp") is not { } lmtp)
        {
            return Finding.Skipped("LMTP is switched off");
        }
        string place = lmtp.UnixPath ?? $"{lmtp.Address ?? System.Net.IPAddress.Loopback}:{lmtp.Port}";
        LmtpAnswer answer = await LmtpProbe.AskAsync(lmtp, cancel).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return Finding.Fail($"Nobody answers in LMTP at {place}: {answer.Error}").Because("the server does not run, or does not listen there, or this host is not in lmtp.trusted")
                .Do("See S03, and what the server says.", "journalctl -u port143 -n 20");
        }
        CommandOutput? postfix = await server.Commands.RunAsync(
            "postconf", ["-x", "virtual_transport", "mailbox_transport", "local_transport", "transport_maps", "virtual_mailbox_domains"], cancel).ConfigureAwait(false);
        if (postfix is not { ExitCode: 0 })
        {
            return Finding.Ok($"{place} answers; Postfix is not on this machine");
        }
        string[] transports = [.. ((string[])["virtual_transport", "mailbox_transport", "local_transport"]).Select(k => Setting(postfix, k)).OfType<string>()];
        if (transports.FirstOrDefault(t => t.StartsWith("lmtp:", StringComparison.Ordinal)) is not { } transport)
        {
            return Setting(postfix, "transport_maps") is { Length: > 0 } maps
                ? Finding.Info($"{place} answers; whether {maps} leads there cannot be told.").Do("Ask Postfix for one of your domains.", $"postmap -q example.org {maps.Split(',', ' ')[0]}")
                : Finding.Fail("Postfix does not hand mail to Port143.").Because("no transport of it is lmtp: " + (transports.FirstOrDefault() ?? "none is set"))
                    .Do("Name Port143 in /etc/postfix/main.cf.", $"postconf -e 'virtual_transport = lmtp:{(lmtp.UnixPath is { } socket ? "unix:" + WithinQueue(socket) : "inet:" + place)}' && postfix reload");
        }
        if (!LeadsTo(transport[5..], lmtp))
        {
            return Finding.Fail($"Postfix hands its mail to {transport}, and the server is at {place}.").Because("one of the two was changed")
                .Do("Name the same place in both.", $"postconf -e 'virtual_transport = lmtp:{(lmtp.UnixPath is { } path ? "unix:" + WithinQueue(path) : "inet:" + place)}' && postfix reload");
        }
        return Setting(postfix, "virtual_mailbox_domains") is null or "" && transports[0] == transport
            ? Finding.Warn("Postfix would hand mail to Port143, and knows no domain for it.").Because("virtual_mailbox_domains is empty").Do("Name your domains, which must not stand in mydestination.", "postconf -e 'virtual_mailbox_domains = example.org' && postfix reload")
            : Finding.Ok($"{transport}");
    }

    private static string? Setting(CommandOutput postfix, string name) =>
        postfix.Lines.FirstOrDefault(l => l.StartsWith(name + " =", StringComparison.Ordinal)) is { } line ? line[(name.Length + 2)..].Trim() : null;

    private static bool LeadsTo(string next, ServerListener lmtp)
    {
        if (next.StartsWith("unix:", StringComparison.Ordinal))
        {
            return lmtp.UnixPath is { } socket && (next[5..] == socket || Path.Combine(Queue, next[5..].TrimStart('/')) == socket);
        }
        string host = next.StartsWith("inet:", StringComparison.Ordinal) ? next[5..] : next;
        int colon = host.LastIndexOf(':');
        string port = colon < 0 ? "24" : host[(colon + 1)..];
        return lmtp.Port > 0 && (port == lmtp.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) || (port == "lmtp" && lmtp.Port == 24));
    }

    private static string WithinQueue(string socket) => socket.StartsWith(Queue + "/", StringComparison.Ordinal) ? socket[(Queue.Length + 1)..] : socket;
}
