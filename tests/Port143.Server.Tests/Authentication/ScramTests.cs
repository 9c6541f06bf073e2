using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

public sealed class ScramTests
{
    private static Task<TestServer> StartAsync() => TestServer.StartAsync(o => o with { SignIn = o.SignIn with { Scram = ScramOffer.Always } });

    [Fact] // RFC 7677 section 3 and RFC 5802 section 5
    public void The_client_of_these_tests_says_what_the_examples_say()
    {
        var sha256 = new ScramClient(HashAlgorithmName.SHA256, "user", "pencil", nonce: "rOprNGfwEbeRWgbNEkqO");
        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", sha256.First);
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            sha256.Final("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        Assert.Equal("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", sha256.ServerFinal);
        var sha1 = new ScramClient(HashAlgorithmName.SHA1, "user", "pencil");
        Assert.Equal(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            sha1.Final("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"));
        Assert.Equal("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", sha1.ServerFinal);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    public async Task A_device_password_signs_in_and_the_server_proves_itself(string mechanism)
    {
        await using TestServer server = await StartAsync();
        TestAccount account = await server.AddAccountAsync();
        await server.AddDeviceAsync(account, "tablet");
        (_, string password) = await server.AddDeviceAsync(account);
        HashAlgorithmName hash = mechanism.EndsWith("256") ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        Assert.StartsWith("scram OK [CAPABILITY ", await new ScramClient(hash, account.User, password).SignInAsync(client, mechanism));
        await client.OkAsync("SELECT INBOX");
    }

    [Fact]
    public async Task F11_wrong_secrets_and_unknown_users_are_refused_alike_with_a_salt_that_stays()
    {
        await using TestServer server = await StartAsync();
        TestAccount account = await server.AddAccountAsync(), plain = await server.AddAccountAsync();
        (_, string password) = await server.AddDeviceAsync(account);
        var salts = new List<string>();
        foreach ((string user, string secret) in new[]
        {
            (account.User, "wrong"), (account.User, account.Password), (plain.User, plain.Password), ("nobody@port143.test", "x"),
            ("nobody@port143.test", password), ("NOBODY@port143.test", "x"),
        })
        {
            using TestClient client = await server.ConnectAsync();
            await client.ReadAsync();
            var scram = new ScramClient(HashAlgorithmName.SHA256, user, secret);
            Assert.Equal("scram NO [AUTHENTICATIONFAILED] The name or the password is wrong", await scram.SignInAsync(client, "SCRAM-SHA-256"));
            await client.SendAsync($"a AUTHENTICATE SCRAM-SHA-256 {Convert.ToBase64String(Encoding.ASCII.GetBytes(scram.First))}\r\n");
            string[] parts = Encoding.ASCII.GetString(Convert.FromBase64String((await client.ReadAsync())![2..])).Split(',');
            Assert.Equal("i=4096", parts[2]);
            Assert.Equal(16, Convert.FromBase64String(parts[1][2..]).Length);
            salts.Add(parts[1]);
        }
        Assert.Equal(salts[0], salts[1]);
        Assert.Equal(salts[3], salts[4]);
        Assert.Equal(salts[3], salts[5]);
        Assert.Equal(3, salts.Distinct().Count());
    }

    [Theory] // F16
    [InlineData("n=a@b.example,r=abc", "BAD")] // no header
    [InlineData("x,,n=a@b.example,r=abc", "BAD")]
    [InlineData("n,,m=1,n=a@b.example,r=abc", "BAD")] // an extension that must be understood
    [InlineData("n,,n=,r=abc", "BAD")]
    [InlineData("n,,n=a=b@b.example,r=abc", "BAD")]
    [InlineData("n,,n=a@b.example,r=", "BAD")]
    [InlineData("n,,n=a@b.example,r=a b", "BAD")]
    [InlineData("n,,n=a@b.example", "BAD")]
    [InlineData("n,b=x,n=a@b.example,r=abc", "BAD")]
    [InlineData("n,a=c@b.example,n=a@b.example,r=abc", "NO [AUTHORIZATIONFAILED]")]
    [InlineData("p=tls-server-end-point,,n=a@b.example,r=abc", "NO [AUTHENTICATIONFAILED]")] // without -PLUS
    [InlineData("n,,n=no address,r=abc", "NO [AUTHENTICATIONFAILED]")]
    public async Task First_messages_that_break_the_rules_end_the_exchange(string first, string answer)
    {
        await using TestServer server = await StartAsync();
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        await client.SendAsync($"a AUTHENTICATE SCRAM-SHA-256 {Convert.ToBase64String(Encoding.ASCII.GetBytes(first))}\r\n");
        Assert.StartsWith("a " + answer, await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("* OK", await NoopAsync(client), StringComparison.Ordinal);
    }

    private static async Task<string> NoopAsync(TestClient client) => (await client.CommandAsync("NOOP"))[^1].Replace("t1", "*", StringComparison.Ordinal);

    [Theory] // F16
    [InlineData("nonce")]
    [InlineData("binding")]
    [InlineData("proof")]
    [InlineData("no proof")]
    [InlineData("padding")]
    public async Task Final_messages_that_were_tampered_with_fail(string what)
    {
        await using TestServer server = await StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (_, string password) = await server.AddDeviceAsync(account);
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        var scram = new ScramClient(HashAlgorithmName.SHA256, account.User, password);
        await client.SendAsync($"a AUTHENTICATE SCRAM-SHA-256 {Convert.ToBase64String(Encoding.ASCII.GetBytes(scram.First))}\r\n");
        string final = scram.Final(Encoding.ASCII.GetString(Convert.FromBase64String((await client.ReadAsync())![2..])));
        final = what switch
        {
            "nonce" => final.Replace(",p=", "x,p=", StringComparison.Ordinal),
            "binding" => final.Replace("c=biws", "c=eSws", StringComparison.Ordinal),
            "proof" => final[..^3] + (final[^3] == 'A' ? "I" : "A") + final[^2..],
            "no proof" => final[..final.LastIndexOf(",p=", StringComparison.Ordinal)],
            _ => final + "=",
        };
        await client.SendAsync(Convert.ToBase64String(Encoding.ASCII.GetBytes(final)) + "\r\n");
        Assert.Matches("^a (NO|BAD) ", await client.ReadAsync());
        Assert.Contains("BAD", (await client.CommandAsync("SELECT INBOX"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_channel_is_bound_to_the_certificate_that_was_sent()
    {
        await using TestServer server = await StartAsync();
        TestAccount account = await server.AddAccountAsync();
        (_, string password) = await server.AddDeviceAsync(account);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(server.Folder, "tls", "cert.pem"));
        byte[] endPoint = SHA256.HashData(certificate.RawData);
        foreach ((byte[] binding, string header, string mechanism, bool good) in new[]
        {
            (endPoint, "p=tls-server-end-point,,", "SCRAM-SHA-256-PLUS", true),
            (endPoint, "p=tls-server-end-point,,", "SCRAM-SHA-1-PLUS", true),
            (new byte[32], "p=tls-server-end-point,,", "SCRAM-SHA-256-PLUS", false),
            (endPoint, "p=tls-unique,,", "SCRAM-SHA-256-PLUS", false),
            ([], "n,,", "SCRAM-SHA-256-PLUS", false),
            ([], "y,,", "SCRAM-SHA-256", false), // we said that we can bind
            ([], "n,,", "SCRAM-SHA-256", true),
        })
        {
            using TestClient client = await TestClient.ConnectAsync("127.0.0.1", server.ImapsPort);
            await client.StartTlsAsync();
            Assert.Contains("AUTH=SCRAM-SHA-256-PLUS", await client.ReadAsync(), StringComparison.Ordinal);
            HashAlgorithmName hash = mechanism.Contains("256") ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
            string answer = await new ScramClient(hash, account.User, password, header, binding).SignInAsync(client, mechanism);
            Assert.StartsWith(good ? "scram OK" : "scram NO [AUTHENTICATIONFAILED]", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Scram_is_announced_once_it_helps_and_not_where_it_failed()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using (TestClient before = await server.ConnectAsync())
        {
            Assert.DoesNotContain("SCRAM", await before.ReadAsync(), StringComparison.Ordinal);
        }
        await server.AddDeviceAsync(account);
        string greeting;
        long began = Environment.TickCount64;
        do
        {
            await Task.Delay(200);
            using TestClient later = await server.ConnectAsync();
            greeting = (await later.ReadAsync())!;
        }
        while (!greeting.Contains("AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN", StringComparison.Ordinal) && Environment.TickCount64 - began < 10_000);
        Assert.Contains("AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN", greeting, StringComparison.Ordinal);

        using TestClient failing = await server.ConnectAsync();
        await failing.ReadAsync();
        await new ScramClient(HashAlgorithmName.SHA256, account.User, account.Password).SignInAsync(failing, "SCRAM-SHA-256");
        using TestClient again = await server.ConnectAsync();
        Assert.DoesNotContain("SCRAM", await again.ReadAsync(), StringComparison.Ordinal);
        await again.OkAsync($"LOGIN {account.User} \"{account.Password}\"");
    }
}
