using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Server.Tls;

namespace Port143.Server.Tests.Tls;

public sealed class CertificateStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-tls-").FullName;
    private readonly LogRecorder<CertificateStore> _log = new();

    private string Certificate => Path.Combine(_folder, "tls", "cert.pem");

    private string Key => Path.Combine(_folder, "tls", "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CertificateStore Open() => CertificateStore.Open(_folder, null, null, TimeProvider.System, _log);

    internal static (string Certificate, string Key) Make(string name, AsymmetricAlgorithm? with = null)
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = with is RSA rsa
            ? new($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new($"CN={name}", ec, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return (made.ExportCertificatePem(), (with ?? ec).ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public void The_first_start_makes_a_self_signed_certificate_and_says_so()
    {
        string fingerprint;
        using (CertificateStore store = Open())
        {
            X509Certificate2 certificate = store.Current.TargetCertificate;
            Assert.True(certificate.MatchesHostname("localhost"));
            Assert.True(certificate.MatchesHostname("127.0.0.1"));
            Assert.True(certificate.MatchesHostname("::1"));
            Assert.True(store.IsSelfSigned);
            fingerprint = store.Fingerprint;
            Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", fingerprint);
            Assert.Contains(_log.Lines, line => line.Contains("self-signed") && line.Contains(fingerprint));
        }
        using CertificateStore again = Open();
        Assert.Equal(fingerprint, again.Fingerprint);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Key) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "tls"), "*.new"));
    }

    [Fact]
    public void A_first_start_that_was_cut_short_is_made_good()
    {
        Open().Dispose();
        File.Delete(Certificate);
        using CertificateStore store = Open();
        Assert.True(store.IsSelfSigned);
    }

    [Fact]
    public void A19_changed_files_are_taken_up_and_half_written_ones_left_alone()
    {
        using CertificateStore store = Open();
        string first = store.Fingerprint;
        (string certificate, string key) = Make("second.example");

        File.WriteAllText(Certificate, certificate[..(certificate.Length / 2)]);
        store.Poll();
        Assert.Equal(first, store.Fingerprint);
        File.WriteAllText(Certificate, certificate); // whole, but not of this key
        store.Poll();
        Assert.Equal(first, store.Fingerprint);
        File.WriteAllText(Key, "");
        store.Poll();
        Assert.Equal(first, store.Fingerprint);
        File.Delete(Key);
        store.Poll();
        Assert.Equal(first, store.Fingerprint);
        Assert.Contains(_log.Lines, line => line.Contains("ignored"));
        File.WriteAllText(Key, key);
        store.Poll();
        Assert.NotEqual(first, store.Fingerprint);
        Assert.Contains(_log.Lines, line => line.Contains(store.Fingerprint));
    }

    [Fact]
    public async Task A19_a_timer_looks_every_few_seconds()
    {
        using CertificateStore store = Open();
        string first = store.Fingerprint;
        (string certificate, string key) = Make("second.example");
        File.WriteAllText(Certificate, certificate);
        File.WriteAllText(Key, key);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (store.Fingerprint == first && watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(50);
        }
        Assert.NotEqual(first, store.Fingerprint);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Configured_files_must_be_good_at_the_start()
    {
        string certificate = Path.Combine(_folder, "c.pem");
        string key = Path.Combine(_folder, "k.pem");
        string Try() => Assert.Throws<CertificateFileException>(
            () => { CertificateStore.Open(_folder, certificate, key, TimeProvider.System, _log); }).Message;
        Assert.Contains("c.pem: there is no certificate", Try());
        (string one, string ofOne) = Make("one.example");
        File.WriteAllText(certificate, one);
        Assert.Contains("k.pem: there is no private key", Try());
        File.WriteAllText(key, Make("two.example").Key);
        Assert.Contains("not a certificate and its private key", Try());
        File.WriteAllText(key, ofOne);
        using (CertificateStore store = CertificateStore.Open(_folder, certificate, key, TimeProvider.System, _log))
        {
            Assert.Contains("one.example", store.Current.TargetCertificate.Subject);
        }
        using RSA weak = RSA.Create(1024);
        (string weakCertificate, string weakKey) = Make("weak.example", weak);
        File.WriteAllText(certificate, weakCertificate);
        File.WriteAllText(key, weakKey);
        Assert.Contains("1024 bits", Try());
    }

    [Fact]
    public void A20_the_host_name_chooses_the_certificate_and_the_first_is_for_all_others()
    {
        CertificateFiles Pair(string file, params string[] names)
        {
            (string certificate, string key) = Acme.LoopbackCertificate.Make(names);
            File.WriteAllText(Path.Combine(_folder, file + ".pem"), certificate);
            File.WriteAllText(Path.Combine(_folder, file + ".key"), key);
            return new CertificateFiles(Path.Combine(_folder, file + ".pem"), Path.Combine(_folder, file + ".key"));
        }
        CertificateFiles second = Pair("second", "imap.second.example", "*.wild.example");
        CertificateFiles third = Pair("third", "exact.wild.example");
        using CertificateStore store = CertificateStore.Open(_folder, null, null, TimeProvider.System, _log, [second, third]);
        string Shown(string? name) => Convert.ToHexString(store.For(name).TargetCertificate.RawData);
        string first = Convert.ToHexString(store.Current.TargetCertificate.RawData);

        Assert.Equal(first, Shown(null));
        Assert.Equal(first, Shown("unknown.example"));
        Assert.Equal(first, Shown("a.b.wild.example"));
        Assert.Equal(first, Shown("wild.example"));
        Assert.Equal(Shown("imap.second.example"), Shown("any.wild.example"));
        Assert.NotEqual(first, Shown("IMAP.Second.Example"));
        Assert.NotEqual(Shown("any.wild.example"), Shown("exact.wild.example"));

        string before = Shown("exact.wild.example");
        Pair("third", "exact.wild.example", "new.example");
        store.Poll();
        Assert.NotEqual(before, Shown("exact.wild.example"));
        Assert.Equal(Shown("exact.wild.example"), Shown("new.example"));
    }
}
