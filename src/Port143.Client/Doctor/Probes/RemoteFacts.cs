using System.Net;
using System.Net.Sockets;

namespace Port143.Client.Doctor.Probes;

/// <summary>The facts about a remote server that checks share; each is found out once (<see cref="Examination.FactAsync"/>).</summary>
public static class RemoteFacts
{
    // RFC 6186 section 3.1 has SRV; without it, clients guess these before the domain itself has the word.
    private static readonly string[] Guesses = ["imap.", "mail."];
    private static readonly string[] Services = ["_imaps._tcp.", "_imap._tcp."];
    private static readonly TimeSpan LocalLimit = TimeSpan.FromMilliseconds(200);

    /// <summary>An answer of DNS.</summary>
    public static Task<DnsAnswer> DnsAsync(this Examination examination, string name, DnsType type, CancellationToken cancel) =>
        examination.FactAsync($"{type} {name}", c => examination.Resolver.AskAsync(name, type, c), cancel);

    /// <summary>What programs on this machine get for a name (/etc/hosts, then DNS); nothing where that fails.</summary>
    public static Task<IPAddress[]> LocalNamesAsync(this Examination examination, string name, CancellationToken cancel) =>
        examination.FactAsync(name, async c =>
        {
            try
            {
                return await examination.Options.LocalNames(name, c).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                return [];
            }
        }, cancel);

    /// <summary>The server that clients would use, with its addresses; none when there is no such name.</summary>
    public static Task<MailHost> MailHostAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("", c => FindHostAsync(examination, c), cancel);

    /// <summary>What an attempt to connect told.</summary>
    public static Task<PortReport> PortAsync(this Examination examination, IPAddress address, int port, CancellationToken cancel)
    {
        var endpoint = new IPEndPoint(address, port);
        return examination.FactAsync(endpoint.ToString(), c => PortProbe.ProbeAsync(endpoint, examination.Options.ConnectLimit, c), cancel);
    }

    /// <summary>What attempts to connect to one port of every address told, in the order of the addresses.</summary>
    public static async Task<IReadOnlyList<PortReport>> PortsAsync(this Examination examination, int port, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        return await Task.WhenAll(host.Addresses.Select(a => examination.PortAsync(a, port, cancel))).ConfigureAwait(false);
    }

    /// <summary>A conversation on one port of one address.</summary>
    public static Task<ImapReport> TalkAsync(this Examination examination, IPAddress address, int port, bool implicitTls, CancellationToken cancel)
    {
        var endpoint = new IPEndPoint(address, port);
        return examination.FactAsync($"{endpoint} {implicitTls}", async c =>
        {
            MailHost host = await examination.MailHostAsync(c).ConfigureAwait(false);
            return await ImapProbe.TalkAsync(endpoint, host.Name, implicitTls, examination.Options.ConnectLimit, c).ConfigureAwait(false);
        }, cancel);
    }

    /// <summary>The conversations on one port of every address where it is open.</summary>
    public static async Task<IReadOnlyList<ImapReport>> TalksAsync(this Examination examination, int port, bool implicitTls, CancellationToken cancel)
    {
        IReadOnlyList<PortReport> ports = await examination.PortsAsync(port, cancel).ConfigureAwait(false);
        return await Task.WhenAll(ports.Where(p => p.State == PortState.Open)
            .Select(p => examination.TalkAsync(p.EndPoint.Address, port, implicitTls, cancel))).ConfigureAwait(false);
    }

    /// <summary>The conversations on the ports 143 and 993 of every address where they are open.</summary>
    public static async Task<IReadOnlyList<ImapReport>> AllTalksAsync(this Examination examination, CancellationToken cancel)
    {
        Task<IReadOnlyList<ImapReport>> imap = examination.TalksAsync(examination.Options.Ports.Imap, false, cancel);
        Task<IReadOnlyList<ImapReport>> imaps = examination.TalksAsync(examination.Options.Ports.Imaps, true, cancel);
        return [.. await imaps.ConfigureAwait(false), .. await imap.ConfigureAwait(false)];
    }

    private static async Task<MailHost> FindHostAsync(Examination examination, CancellationToken cancel)
    {
        ExaminationTarget target = examination.Target;
        if (target.Address is { } address)
        {
            return new MailHost(target.Host, "the address itself", [address], null, null);
        }
        string name = target.Name!;
        // All at once: where DNS does not answer, each question alone would take the time that a check has.
        Task<DnsAnswer>[] services = [.. Services.Select(s => examination.DnsAsync(s + name, DnsType.Srv, cancel))];
        Task<MailHost> itself = ResolveAsync(examination, name, "the name itself", cancel);
        bool isDead = true;
        for (int i = 0; i < Services.Length; i++)
        {
            DnsAnswer srv = await services[i].ConfigureAwait(false);
            isDead &= srv.Outcome == DnsOutcome.TimedOut;
            if (srv.Records.FirstOrDefault(r => r.Target is { Length: > 0 }) is { } record
                && await ResolveAsync(examination, record.Target!, "SRV " + Services[i] + name, cancel).ConfigureAwait(false) is { Addresses.Count: > 0 } host)
            {
                return host;
            }
        }
        foreach (string guess in target.User is null || isDead ? [] : Guesses)
        {
            MailHost guessed = await ResolveAsync(examination, guess + name, "a guess", cancel).ConfigureAwait(false);
            if (guessed.Addresses.Count > 0)
            {
                return guessed;
            }
        }
        return await itself.ConfigureAwait(false);
    }

    private static async Task<MailHost> ResolveAsync(Examination examination, string name, string foundBy, CancellationToken cancel)
    {
        // What only this machine knows (/etc/hosts) is what its clients would use; that is known at once, or not at all.
        Task<IPAddress[]> local = examination.Options.Resolver is null ? examination.LocalNamesAsync(name, cancel) : Task.FromResult(Array.Empty<IPAddress>());
        DnsAnswer[] answers = await Task.WhenAll(
            examination.DnsAsync(name, DnsType.A, cancel), examination.DnsAsync(name, DnsType.Aaaa, cancel)).ConfigureAwait(false);
        IPAddress[] addresses = [.. answers.SelectMany(a => a.Records).Select(r => r.Address!)];
        IPAddress[] here = addresses.Length == 0 && await Task.WhenAny(local, Task.Delay(LocalLimit, cancel)).ConfigureAwait(false) == local ? await local.ConfigureAwait(false) : [];
        return new MailHost(name, here.Length > 0 ? foundBy + ", known to this machine only" : foundBy, here.Length > 0 ? here : addresses, answers[0], answers[1]);
    }
}
