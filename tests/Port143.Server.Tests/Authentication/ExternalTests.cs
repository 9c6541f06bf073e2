using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Server.Tls;

namespace Port143.Server.Tests.Authentication;

public sealed class ExternalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-external-").FullName;
    private readonly X509Certificate2 _authority;

    public ExternalTests()
    {
        _authority = Authority("CN=Example authority");
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), _authority.ExportCertificatePem());
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 Client(
        X509Certificate2 authority, string subject, string? email = null, string usage = "1.3.6.1.5.5.7.3.2", int days = 20)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (email is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (string one in email.Split(','))
            {
                names.AddEmailAddress(one);
            }
            request.CertificateExtensions.Add(names.Build());
        }
        using X509Certificate2 made = request.Create(
            authority, DateTimeOffset.UtcNow.AddHours(-20), DateTimeOffset.UtcNow.AddDays(days).AddHours(-1), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 whole = made.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private async Task<TestServer> StartAsync(params string[] rules) => await TestServer.StartAsync(o => o with
    {
        SignIn = o.SignIn with
        {
            ClientCertificates = ClientCertificates.Load(
                Path.Combine(_folder, "ca.pem"), [.. rules.Select(r => ClientCertificateRule.TryParse(r, out ClientCertificateRule? rule) ? rule : throw new FormatException())]),
        },
    });

    private static async Task<(string Greeting, string Answer)> SignInAsync(TestServer server, X509Certificate2? certificate, string response = "=")
    {
        using TestClient client = await TestClient.ConnectAsync("127.0.0.1", server.ImapsPort);
        await client.StartTlsAsync(certificate);
        string greeting = (await client.ReadAsync())!;
        string answer = (await client.CommandAsync($"AUTHENTICATE EXTERNAL {response}"))[^1]["t1 ".Length..];
        return (greeting, answer);
    }

    [Fact]
    public async Task A_certificate_signs_in_by_its_email_name_or_by_a_rule()
    {
        await using TestServer server = await StartAsync("CN=scanner, O=Example: user2@port143.test");
        TestAccount first = await server.AddAccountAsync(), second = await server.AddAccountAsync();
        using X509Certificate2 byName = Client(_authority, "CN=anything", first.User.ToUpperInvariant());
        (string greeting, string answer) = await SignInAsync(server, byName);
        Assert.Contains(" AUTH=EXTERNAL ", greeting, StringComparison.Ordinal);
        Assert.StartsWith("OK [CAPABILITY ", answer);
        Assert.StartsWith("OK", (await SignInAsync(server, byName, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(first.User)))).Answer);
        Assert.StartsWith("NO [AUTHORIZATIONFAILED]", (await SignInAsync(server, byName, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(second.User)))).Answer);
        using X509Certificate2 byRule = Client(_authority, "CN=scanner, O=Example");
        Assert.StartsWith("OK", (await SignInAsync(server, byRule, Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(second.User)))).Answer);
        await server.DisableAsync(first);
        Assert.StartsWith("NO [CONTACTADMIN]", (await SignInAsync(server, byName)).Answer);
    }

    [Fact]
    public async Task A14_whatever_is_not_right_is_nobody_and_the_password_still_works()
    {
        await using TestServer server = await StartAsync("CN=scanner, O=Example: user1@port143.test");
        TestAccount account = await server.AddAccountAsync();
        using X509Certificate2 stranger = Authority("CN=Example authority");
        X509Certificate2?[] wrong =
        [
            null,
            Client(stranger, "CN=x", account.User),
            Client(_authority, "CN=x"), // no name at all
            Client(_authority, "CN=" + account.User),
            Client(_authority, "CN=x", account.User + ",other@port143.test"),
            Client(_authority, "CN=scanner"), // a part of the rule's subject
            Client(_authority, "CN=x", account.User, usage: "1.3.6.1.5.5.7.3.1"),
            Client(_authority, "CN=x", account.User, days: 0),
        ];
        foreach (X509Certificate2? certificate in wrong)
        {
            (string greeting, string answer) = await SignInAsync(server, certificate);
            Assert.DoesNotContain("EXTERNAL", greeting, StringComparison.Ordinal);
            Assert.StartsWith("NO [CANNOT]", answer);
            certificate?.Dispose();
        }
        using TestClient client = await TestClient.ConnectAsync("127.0.0.1", server.ImapsPort);
        await client.StartTlsAsync();
        await client.SignInAsync(account);
    }
}
