using System.Diagnostics;

namespace Port143.Tests.Cli;

/// <summary>A16: what the machine's openssl.cnf says of TLS changes nothing in what the server offers (decision 0026).</summary>
public sealed class OpenSslConfigurationTests : IDisposable
{
    // Old versions, weak suites, suites of TLS 1.3 that we do not offer, and a group of 112 bits besides one that nobody has.
    private const string Hostile = """
        openssl_conf = start
        [start]
        ssl_conf = sections
        [sections]
        system_default = weak
        [weak]
        MinProtocol = TLSv1
        CipherString = ALL:@SECLEVEL=0
        Ciphersuites = TLS_AES_128_CCM_8_SHA256:TLS_AES_128_CCM_SHA256
        Groups = secp224r1:sect283r1
        SignatureAlgorithms = ECDSA+SHA1
        """;

    // The arguments of a client, and the suite that it gets; null: it is refused.
    private static readonly (string Client, string? Suite)[] Offers =
    [
        ("-tls1_3", "TLS_AES_256_GCM_SHA384"),
        ("-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
        ("-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256", "TLS_CHACHA20_POLY1305_SHA256"),
        ("-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256", null),
        ("-tls1_3 -groups X25519", "TLS_AES_256_GCM_SHA384"),
        ("-tls1_3 -groups P-256", "TLS_AES_256_GCM_SHA384"),
        ("-tls1_2", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        ("-tls1_2 -groups P-256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        ("-tls1_2 -groups secp224r1 -cipher ALL:@SECLEVEL=0", null),
        ("-tls1_2 -groups sect283r1 -cipher ALL:@SECLEVEL=0", null),
        ("-tls1_2 -sigalgs ECDSA+SHA1 -cipher ALL:@SECLEVEL=0", null),
        ("-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA:AES128-SHA:NULL:@SECLEVEL=0", null),
        ("-tls1_2 -cipher ECDHE-ECDSA-AES256-CCM:ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0", null),
        ("-tls1_1 -cipher ALL:@SECLEVEL=0", null),
        ("-tls1 -cipher ALL:@SECLEVEL=0", null),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A16_a_machine_that_allows_and_forbids_everything_changes_nothing()
    {
        string hostile = _folder["openssl.cnf"];
        File.WriteAllText(hostile, Hostile);
        await using RunningServer server = await RunningServer.StartAsync(
            _folder["data"], ("OPENSSL_CONF", hostile), "--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "off");
        Assert.SkipWhen(await OpenSsl("version") is null, "needs the openssl program");
        foreach (string door in (string[])[server.Address("imaps"), server.Address("imap") + " -starttls imap"])
        {
            string?[] answers = await Task.WhenAll(Offers.Select(o => OpenSsl($"s_client -connect {door} {o.Client}")));
            Assert.All(Offers.Zip(answers), o => Assert.Contains($"Cipher is {o.First.Suite ?? "(NONE)"}\n", o.Second));
        }
    }

    // Null: there is no such program. The machine's own file does not limit what the client asks for.
    private static async Task<string?> OpenSsl(string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["OPENSSL_CONF"] = "/dev/null" },
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            return $"{arguments}\n{output}{await errors}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
