using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Port143.Server.Tests.Tls.Acme;

/// <summary>Debian's test authority with its test DNS server, on ports of loopback; a third of all nonces are refused.</summary>
internal sealed class Pebble : IAsyncDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("port143-pebble-").FullName;
    private readonly List<Process> _processes = [];

    /// <summary>The authority's directory.</summary>
    public string Directory { get; private set; } = "";

    /// <summary>The certificate of the directory's web server.</summary>
    public string Ca => Path.Combine(_folder, "cert.pem");

    /// <summary>Where it looks for http-01.</summary>
    public int HttpPort { get; } = FreePort();

    /// <summary>A program that sets and removes records of the DNS server.</summary>
    public string DnsHook => Path.Combine(_folder, "hook");

    /// <summary>Starts it, or skips the test where it is not installed. It looks for tls-alpn-01 on <paramref name="tlsPort"/>.</summary>
    public static async Task<Pebble> StartAsync(int tlsPort)
    {
        var pebble = new Pebble();
        int dns = FreePort();
        int management = FreePort();
        int port = FreePort();
        (string certificate, string key) = LoopbackCertificate.Make();
        File.WriteAllText(pebble.Ca, certificate);
        File.WriteAllText(Path.Combine(pebble._folder, "key.pem"), key);
        string config = Path.Combine(pebble._folder, "config.json");
        File.WriteAllText(config, $$"""
            {"pebble":{"listenAddress":"127.0.0.1:{{port}}","managementListenAddress":"","certificate":"{{pebble.Ca}}",
            "privateKey":"{{pebble._folder}}/key.pem","httpPort":{{pebble.HttpPort}},"tlsPort":{{tlsPort}},"ocspResponderURL":"",
            "externalAccountBindingRequired":false,"certificateValidityPeriod":7776000}
            }
            """);
        File.WriteAllText(pebble.DnsHook, $$"""
            #!/bin/sh
            case $1 in add) verb=set-txt ;; *) verb=clear-txt ;; esac
            exec curl -sf -d "{\"host\":\"$2.\",\"value\":\"$3\"}" http://127.0.0.1:{{management}}/$verb
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(pebble.DnsHook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        pebble.Run("pebble-challtestsrv", $"-defaultIPv6 \"\" -dns01 127.0.0.1:{dns} -http01 \"\" -https01 \"\" -tlsalpn01 \"\" -management 127.0.0.1:{management}");
        pebble.Run("pebble", $"-strict -config {config} -dnsserver 127.0.0.1:{dns}");
        pebble.Directory = $"https://127.0.0.1:{port}/dir";
        await WaitForAsync(port);
        await WaitForAsync(management);
        return pebble;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitForAsync(int port)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (i < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private void Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PEBBLE_VA_NOSLEEP"] = "1";
        start.Environment["PEBBLE_WFE_NONCEREJECT"] = "33";
        try
        {
            Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _processes.Add(process);
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs the pebble program");
        }
    }
}
