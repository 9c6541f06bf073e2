using System.Diagnostics;

namespace Port143.Tests.Doctor;

/// <summary>
/// Three machines in network namespaces of their own: a client at 10.99.1.2, a router, and a server at 10.99.2.2. Nothing
/// leaves them, and they go away with the test.
/// </summary>
internal sealed class ThreeNetworks : IDisposable
{
    private readonly string _name = $"p143{Guid.NewGuid().ToString("N")[..6]}";

    public string Client => _name + "c";

    public string Router => _name + "r";

    public string Server => _name + "s";

    /// <summary>Makes them; null without the right to, or without ip and nft.</summary>
    public static ThreeNetworks? TryMake()
    {
        if (!File.Exists("/usr/sbin/nft") || (!File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip")))
        {
            return null;
        }
        var all = new ThreeNetworks();
        if (all.Make())
        {
            return all;
        }
        all.Dispose();
        return null;
    }

    /// <summary>Runs a shell command in one of them; false when it fails.</summary>
    public static bool Shell(string space, string command) => Run("ip", "netns", "exec", space, "sh", "-c", command);

    /// <summary>Gives one of them rules for one hook of nftables.</summary>
    public static void Rules(string space, string hook, params string[] rules) => Assert.True(Shell(
        space, $"printf 'table ip filter {{\\n chain c {{\\n type filter hook {hook} priority 0; policy accept;\\n {string.Join("\\n", rules)}\\n }}\\n}}\\n' | nft -f -"));

    public void Dispose()
    {
        foreach (string space in (string[])[Client, Router, Server])
        {
            Run("ip", "netns", "del", space);
        }
    }

    private bool Make()
    {
        string n = _name;
        return ((string[])[Client, Router, Server]).All(s => Run("ip", "netns", "add", s) && Run("ip", "-n", s, "link", "set", "lo", "up"))
            && Run("ip", "link", "add", n + "1", "netns", Client, "type", "veth", "peer", "name", n + "2", "netns", Router)
            && Run("ip", "link", "add", n + "3", "netns", Router, "type", "veth", "peer", "name", n + "4", "netns", Server)
            && Up(Client, n + "1", "10.99.1.2/24") && Up(Router, n + "2", "10.99.1.1/24") && Up(Router, n + "3", "10.99.2.1/24") && Up(Server, n + "4", "10.99.2.2/24")
            && Run("ip", "-n", Client, "route", "add", "default", "via", "10.99.1.1") && Run("ip", "-n", Server, "route", "add", "default", "via", "10.99.2.1")
            && Shell(Router, "echo 1 > /proc/sys/net/ipv4/ip_forward");
    }

    private static bool Up(string space, string link, string address) =>
        Run("ip", "-n", space, "addr", "add", address, "dev", link) && Run("ip", "-n", space, "link", "set", link, "up");

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
