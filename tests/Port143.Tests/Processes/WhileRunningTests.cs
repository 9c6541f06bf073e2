using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Port143.Tests.Cli;
using Port143.Tests.Clients;

namespace Port143.Tests.Processes;

/// <summary>What other processes do to the data of a server that runs.</summary>
public sealed class WhileRunningTests : IDisposable
{
    private const string Address = "a@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_idle_client_sees_mail_from_deliver_LMTP_and_import_at_once()
    {
        await ServerUnderTest.AddAccountAsync(Data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data);
        await using Wire idle = await Wire.SignInAsync(server.Imaps, Address, tls: true);
        await idle.OkAsync("SELECT INBOX");
        await idle.BeginAsync("IDLE");
        Assert.StartsWith("+", await idle.ReadLineAsync());

        const string Message = "From: x@example.net\nSubject: hello\n\nhello\n";
        Task<TimeSpan> first = SeenAsync(idle, 1);
        Assert.Equal(0, (await Port143Process.RunAsync(Message, ["deliver", Address, "--data", Data])).Code);
        TimeSpan deliver = await AfterAsync(first);
        await using Wire lmtp = await LmtpWire.ConnectAsync(server.Lmtp);
        Task<TimeSpan> second = SeenAsync(idle, 2);
        Assert.StartsWith("250", Assert.Single(await LmtpWire.DeliverAsync(lmtp, Encoding.ASCII.GetBytes(Message.ReplaceLineEndings("\r\n")), Address)));
        TimeSpan delivered = await AfterAsync(second);
        File.WriteAllText(_folder["some.mbox"], "From x Thu Jan  1 00:00:00 2026\n" + Message + "\n");
        Task<TimeSpan> third = SeenAsync(idle, 3);
        Assert.Equal(0, (await Port143Process.RunAsync("import", Address, _folder["some.mbox"], "--data", Data)).Code);
        TimeSpan imported = await AfterAsync(third);
        Assert.All((TimeSpan[])[deliver, delivered, imported], t => Assert.True(t < TimeSpan.FromSeconds(1), $"{deliver} {delivered} {imported}"));
        await server.StopAsync();
    }

    [Fact]
    public async Task A_new_certificate_is_used_without_a_restart_and_sessions_go_on()
    {
        await ServerUnderTest.AddAccountAsync(Data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data);
        await using Wire old = await Wire.SignInAsync(server.Imaps, Address, tls: true);
        string first = await FingerprintAsync(server);
        (string cert, string key) = MakeCertificate();
        // As tools do that renew certificates: written beside, then renamed. For a moment the pair does not match.
        File.WriteAllText(_folder["new.pem"], key);
        File.Move(_folder["new.pem"], _folder["data/tls/key.pem"], overwrite: true);
        await Task.Delay(1500);
        File.WriteAllText(_folder["new.pem"], cert);
        File.Move(_folder["new.pem"], _folder["data/tls/cert.pem"], overwrite: true);
        string expected = X509Certificate2.CreateFromPem(cert).GetCertHashString(HashAlgorithmName.SHA256);
        var watch = Stopwatch.StartNew();
        string now;
        while ((now = await FingerprintAsync(server)) != expected)
        {
            Assert.Equal(first, now);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), "the new certificate was not taken");
            await Task.Delay(250);
        }
        await old.OkAsync("NOOP");
        await server.StopAsync();
    }

    [Fact]
    public async Task A_backup_taken_with_sqlite3_while_mail_comes_in_is_a_server_of_its_own()
    {
        ForeignProgram.Need("sqlite3");
        await ServerUnderTest.AddAccountAsync(Data, Address);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        await using Wire wire = await Wire.SignInAsync(server.Imap, Address);
        byte[] large = [.. Encoding.ASCII.GetBytes("Subject: large\r\n\r\n"), .. Enumerable.Repeat((byte)'x', 300_000), 13, 10];
        Assert.Equal("OK", (await wire.AppendAsync("INBOX", @"\Flagged", large)).Status);
        bool stop = false;
        Task<int> coming = Task.Run(async () =>
        {
            int count = 1;
            for (; !Volatile.Read(ref stop); count++)
            {
                Assert.Equal("OK", (await wire.AppendAsync("INBOX", "", Encoding.ASCII.GetBytes($"Subject: {count}\r\n\r\ntext\r\n"))).Status);
            }
            return count;
        });
        await Task.Delay(300);
        // The recipe of docs/operations/install.md.
        await ForeignProgram.OkAsync(_folder.Path, "sh", "-euc", """
            mkdir -m 700 backup
            cd data
            for db in directory.db accounts/*/*/mail.db; do
              mkdir -p "../backup/$(dirname "$db")"
              sqlite3 "$db" ".timeout 10000" ".backup ../backup/$db"
            done
            for bodies in accounts/*/*/bodies; do cp -a "$bodies" "../backup/$bodies"; done
            """);
        Volatile.Write(ref stop, true);
        int sent = await coming;
        string validity = (await wire.OkAsync("STATUS INBOX (UIDVALIDITY)")).Untagged[^1].Text;
        await server.StopAsync();

        await using ServerUnderTest restored = await ServerUnderTest.StartAsync(_folder["backup"], "--cleartext-login", "loopback");
        await using Wire again = await Wire.SignInAsync(restored.Imap, Address);
        Assert.Equal(validity, (await again.OkAsync("STATUS INBOX (UIDVALIDITY)")).Untagged[^1].Text);
        await again.OkAsync("SELECT INBOX");
        WireReply all = await again.OkAsync("FETCH 1:* (FLAGS BODY.PEEK[])");
        Assert.InRange(all.Untagged.Count, 2, sent);
        Assert.Equal(large, all.Untagged[0].Literals[0]);
        Assert.Contains(@"\Flagged", all.Untagged[0].Text);
        Assert.All(all.Untagged.Skip(1), (u, i) => Assert.Equal($"Subject: {i + 1}\r\n\r\ntext\r\n", Encoding.ASCII.GetString(u.Literals[0])));
        await restored.StopAsync();
    }

    // When the client is told of that many messages, as time since the machine started.
    private static async Task<TimeSpan> SeenAsync(Wire idle, int count)
    {
        while (await idle.ReadLineAsync() != $"* {count} EXISTS")
        {
        }
        return Stopwatch.GetElapsedTime(0);
    }

    // How long after this moment it was; below zero when it was before.
    private static async Task<TimeSpan> AfterAsync(Task<TimeSpan> seen)
    {
        TimeSpan now = Stopwatch.GetElapsedTime(0);
        return await seen - now;
    }

    private static async Task<string> FingerprintAsync(ServerUnderTest server)
    {
        string found = "";
        RemoteCertificateValidationCallback look = (_, certificate, _, _) =>
        {
            found = certificate!.GetCertHashString(HashAlgorithmName.SHA256);
            return true;
        };
        await using Wire wire = await Wire.ConnectAsync(server.Imaps, tls: true, look);
        Assert.StartsWith("* OK", wire.Greeting);
        return found;
    }

    private static (string Certificate, string Key) MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=renewed.example", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
