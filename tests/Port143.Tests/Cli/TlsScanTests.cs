using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;

namespace Port143.Tests.Cli;

/// <summary>A15: what sslscan finds on both ports, with either kind of key. docs/operations/tls-check.sh looks further.</summary>
public sealed class TlsScanTests : IDisposable
{
    private static readonly string[] Suites13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];
    private static readonly string[] Suites12 = ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ECDSA")]
    [InlineData("RSA")]
    public async Task A15_sslscan_finds_1_2_and_1_3_with_forward_secrecy_and_nothing_else(string key)
    {
        if (key == "RSA")
        {
            PutRsaCertificate();
        }
        await using RunningServer server = await RunningServer.StartAsync(
            _folder["data"], null, "--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "off");
        foreach (string door in (string[])["--starttls-imap " + server.Address("imap"), server.Address("imaps")])
        {
            XElement? scan = await ScanAsync(door);
            Assert.SkipWhen(scan is null, "needs sslscan");
            Assert.Equal(["TLS 1.2", "TLS 1.3"], scan.Elements("protocol").Where(p => (string?)p.Attribute("enabled") == "1")
                .Select(p => $"{p.Attribute("type")!.Value} {p.Attribute("version")!.Value}".ToUpperInvariant()).Order());
            Assert.Equal(
                Suites13.Select(s => "TLSv1.3 " + s).Concat(Suites12.Select(s => $"TLSv1.2 ECDHE-{key}-{s}")).Order(StringComparer.Ordinal),
                scan.Elements("cipher").Select(c => $"{c.Attribute("sslversion")!.Value} {c.Attribute("cipher")!.Value}").Order(StringComparer.Ordinal));
            Assert.All(scan.Elements("group"), g => Assert.True((int)g.Attribute("bits")! >= 112, g.ToString()));
            Assert.Equal("0", scan.Element("renegotiation")!.Attribute("supported")!.Value);
            Assert.All(scan.Elements("heartbleed"), h => Assert.Equal("0", h.Attribute("vulnerable")!.Value));
            XElement certificate = scan.Descendants("certificate").First();
            Assert.Contains("sha256", certificate.Element("signature-algorithm")!.Value, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(key == "RSA" ? "2048" : "128", certificate.Element("pk")!.Attribute("bits")!.Value); // of a curve, half its size
        }
    }

    private void PutRsaCertificate()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder["data"], "tls")).FullName;
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
    }

    // Null: there is no such program.
    private async Task<XElement?> ScanAsync(string door)
    {
        string report = _folder["scan.xml"];
        var start = new ProcessStartInfo("sslscan", $"--xml={report} {door}") { RedirectStandardOutput = true };
        try
        {
            using Process process = Process.Start(start)!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        return XElement.Load(report).Element("ssltest");
    }
}
