using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes.Firewall;

namespace Port143.Client.Doctor.Probes;

/// <summary>The facts about this machine that checks share; each is found out once.</summary>
public static class ServerFactsProbe
{
    private const string UnitProperties =
        "LoadState,ActiveState,Result,NRestarts,ExecMainStatus,User,NoNewPrivileges,ProtectSystem,ProtectHome,PrivateTmp,ProtectKernelModules";

    private const string Listening = "0A"; // TCP_LISTEN in /proc/net/tcp

    /// <summary>The sockets of this machine that accept connections (<c>/proc/net/tcp</c>, <c>tcp6</c>).</summary>
    public static Task<IReadOnlyList<ListeningSocket>> SocketsAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("sockets", _ => Task.FromResult(ReadSockets(examination.Server)), cancel);

    /// <summary>The process that holds the server's data folder: <c>name (pid N)</c>; null when none does, or it cannot be seen.</summary>
    public static Task<string?> ServerProcessAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("process", _ => Task.FromResult(FindHolder(examination.Server, "file", Path.Combine(examination.Server.DataFolder, "lock"))), cancel);

    /// <summary>The properties of the unit <c>port143</c>; null where there is no systemd.</summary>
    public static Task<CommandOutput?> UnitAsync(this Examination examination, CancellationToken cancel) => examination.FactAsync(
        "unit", c => examination.Server.Commands.RunAsync("systemctl", ["show", "port143", "--no-pager", "-p", UnitProperties], c), cancel);

    /// <summary>The firewall of this machine, read only.</summary>
    public static Task<FirewallFacts> FirewallAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("firewall", c => ReadFirewallAsync(examination.Server.Commands, c), cancel);

    /// <summary>The addresses of this machine's interfaces without loopback and link-local ones.</summary>
    public static IReadOnlyList<IPAddress> OwnAddresses(this Examination examination) => examination.Server.OwnAddresses ??
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up).SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address).Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal),
    ];

    /// <summary>The host names in the certificate on disk, without wildcards; empty when there are none.</summary>
    public static IReadOnlyList<string> CertificateNames(this Examination examination)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(File.ReadAllText(examination.Server.CertificateFile));
            return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())
                .Where(n => !n.Contains('*', StringComparison.Ordinal) && n.Contains('.', StringComparison.Ordinal)).Take(8)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The addresses that DNS has for a name.</summary>
    public static async Task<IPAddress[]> AddressesAsync(this Examination examination, string name, CancellationToken cancel)
    {
        DnsAnswer[] answers = await Task.WhenAll(examination.DnsAsync(name, DnsType.A, cancel), examination.DnsAsync(name, DnsType.Aaaa, cancel)).ConfigureAwait(false);
        return [.. answers.SelectMany(a => a.Records).Select(r => r.Address).OfType<IPAddress>()];
    }

    /// <summary>The addresses that DNS has for the names in the certificate.</summary>
    public static async Task<IReadOnlyList<IPAddress>> PublishedAddressesAsync(this Examination examination, CancellationToken cancel)
    {
        var all = new List<IPAddress>();
        foreach (string name in examination.CertificateNames())
        {
            all.AddRange(await examination.AddressesAsync(name, cancel).ConfigureAwait(false));
        }
        return [.. all.Distinct()];
    }

    private static async Task<FirewallFacts> ReadFirewallAsync(ISystemCommands commands, CancellationToken cancel)
    {
        CommandOutput? ufw = await commands.RunAsync("ufw", ["status"], cancel).ConfigureAwait(false);
        CommandOutput? firewalld = await commands.RunAsync("firewall-cmd", ["--state"], cancel).ConfigureAwait(false);
        string? manager = ufw?.Text.Contains("Status: active", StringComparison.Ordinal) == true ? "ufw" : firewalld?.ExitCode == 0 ? "firewalld" : null;
        CommandOutput? nft = await commands.RunAsync("nft", ["-j", "list", "ruleset"], cancel).ConfigureAwait(false);
        FirewallRules? rules = nft is { ExitCode: 0 } ? NftRules.Read(nft.Text) : null;
        if (rules is { IsThere: true })
        {
            return new FirewallFacts(rules, "nft", manager, rules.FirstInput, null);
        }
        CommandOutput? old = await commands.RunAsync("iptables-save", ["-t", "filter"], cancel).ConfigureAwait(false);
        FirewallRules? oldRules = old is { ExitCode: 0 } ? IptablesRules.Read(old.Text) : null;
        string? error = nft is { ExitCode: not 0 } || old is { ExitCode: not 0 } ? "only root may read the firewall: " + (nft?.Error ?? old!.Error).Split('\n')[0] : null;
        return oldRules is not null ? new FirewallFacts(oldRules, "iptables", manager, null, null) : new FirewallFacts(rules, "nft", manager, null, error);
    }

    private static IReadOnlyList<ListeningSocket> ReadSockets(ServerFacts server)
    {
        var sockets = new List<ListeningSocket>();
        foreach (string line in server.LinesOf("/proc/net/tcp").Skip(1).Concat(server.LinesOf("/proc/net/tcp6").Skip(1)))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 9 && words[3] == Listening && TryEndPoint(words[1], out IPAddress address, out int port))
            {
                sockets.Add(new ListeningSocket(address, port, words[9], FindHolder(server, "socket", words[9])));
            }
        }
        return sockets;
    }

    // The address is written as 32-bit words of the machine's own byte order.
    private static bool TryEndPoint(string text, out IPAddress address, out int port)
    {
        address = IPAddress.None;
        port = 0;
        string[] parts = text.Split(':');
        if (parts.Length != 2 || parts[0].Length is not (8 or 32)
            || !int.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }
        byte[] bytes = Convert.FromHexString(parts[0]);
        for (int i = 0; i < bytes.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i), BitConverter.ToUInt32(bytes, i));
        }
        address = new IPAddress(bytes);
        return true;
    }

    private static string? FindHolder(ServerFacts server, string kind, string what)
    {
        string proc = server.PathOf("/proc");
        if (!Directory.Exists(proc))
        {
            return null;
        }
        foreach (string process in Directory.EnumerateDirectories(proc).Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
        {
            try
            {
                foreach (string descriptor in Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")))
                {
                    string? target = new FileInfo(descriptor).LinkTarget;
                    if (target == (kind == "socket" ? $"socket:[{what}]" : what))
                    {
                        string name = server.LinesOf($"/proc/{Path.GetFileName(process)}/comm").FirstOrDefault() ?? "a program";
                        return $"{name} (pid {Path.GetFileName(process)})";
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended, or belongs to somebody else.
            }
        }
        return null;
    }
}
