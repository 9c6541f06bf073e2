using System.Net;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks of names, records of DNS and what clients are told by them, each with the fault that it is for, and without.</summary>
public sealed class RemoteNameTests : RemoteChecks
{
    private static readonly System.Globalization.CultureInfo Invariant = System.Globalization.CultureInfo.InvariantCulture;

    [Theory]
    [InlineData(DnsOutcome.NoName, "does not exist in DNS")]
    [InlineData(DnsOutcome.TimedOut, "did not answer")]
    [InlineData(DnsOutcome.ServerFailed, "could not answer")]
    [InlineData(DnsOutcome.NoData, "has no address")]
    public async Task R01_a_name_without_an_address(DnsOutcome outcome, string words) =>
        Is(await RemoteExamination.Of(dns: new FakeResolver { Otherwise = outcome }).RunAsync("R01"), CheckStatus.Fail, words);

    [Fact]
    public async Task R01_a_dead_DNS_and_a_name_that_this_machine_knows()
    {
        Func<ExaminationOptions, ExaminationOptions> hosts = o => o with { Resolver = null, LocalNames = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }) };
        var dead = new FakeResolver { Otherwise = DnsOutcome.TimedOut, Takes = TimeSpan.FromSeconds(1) };
        Examination examination = RemoteExamination.Of(dns: dead, change: hosts);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Is(await examination.RunAsync("R01"), CheckStatus.Warn, "DNS does not answer; this machine itself knows mail.example.org as 127.0.0.1");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed}: the questions were not asked at once");
    }

    [Fact]
    public async Task R01_finds_the_server_of_a_domain_by_SRV()
    {
        FakeResolver dns = new FakeResolver().Service("_imaps._tcp.example.org", Host, 993, 0).Address(Host, "127.0.0.1");
        Is(await RemoteExamination.Of(target: "someone@example.org", dns: dns).RunAsync("R01"), CheckStatus.Ok, "mail.example.org -> 127.0.0.1");
    }

    [Fact]
    public async Task R02_IPv6_that_is_published_and_dead()
    {
        await using FakeServer imaps = Secure().Start();
        FakeResolver both = new FakeResolver().Address(Host, "127.0.0.1", "::1");
        Is(await RemoteExamination.Of(imaps: imaps, dns: both).RunAsync("R02"), CheckStatus.Warn, "IPv6 is announced but does not answer");
        Is(await RemoteExamination.Of(imaps: imaps).RunAsync("R02"), CheckStatus.Ok, "no IPv6");
    }

    [Theory]
    [InlineData("127.0.1.1", CheckStatus.Fail, "every machine itself")]
    [InlineData("192.168.1.5", CheckStatus.Warn, "a private address")]
    [InlineData("100.64.0.9", CheckStatus.Warn, "behind a provider's NAT")]
    [InlineData("fd00::1", CheckStatus.Warn, "a private address")]
    [InlineData("198.51.100.7", CheckStatus.Ok, "1 public address")]
    public async Task R03_an_address_that_leads_nowhere(string address, CheckStatus status, string words) =>
        Is(await RemoteExamination.Of(dns: new FakeResolver().Address(Host, address), change: o => o with { ConnectLimit = TimeSpan.FromMilliseconds(200) }).RunAsync("R03"), status, words);

    [Fact]
    public async Task R03_an_inner_server_that_is_reached_is_no_trouble()
    {
        Examination inside = RemoteExamination.Of(dns: new FakeResolver().Address(Host, "192.168.1.5"));
        var endpoint = new IPEndPoint(IPAddress.Parse("192.168.1.5"), inside.Options.Ports.Imaps);
        await Know(inside, endpoint.ToString(), new PortReport(endpoint, PortState.Open, TimeSpan.Zero));
        Is(await inside.RunAsync("R03"), CheckStatus.Info, "it is reached from here");
    }

    [Fact]
    public async Task R04_service_records()
    {
        const string person = "a@example.org";
        Is(await RemoteExamination.Of(target: person, dns: new FakeResolver().Address("imap.example.org", "127.0.0.1")).RunAsync("R04"), CheckStatus.Warn, "No SRV record");
        FakeResolver swapped = new FakeResolver().Address(Host, "127.0.0.1").Service("_imaps._tcp.example.org", Host, 993, 10).Service("_imap._tcp.example.org", Host, 143, 0);
        Is(await RemoteExamination.Of(target: person, dns: swapped).RunAsync("R04"), CheckStatus.Warn, "SRV prefers 143 to 993");
        FakeResolver nowhere = new FakeResolver().Service("_imaps._tcp.example.org", "gone.example.org", 993, 0);
        Is(await RemoteExamination.Of(target: person, dns: nowhere).RunAsync("R04"), CheckStatus.Fail, "which has no address");
        FakeResolver alias = new FakeResolver().Service("_imaps._tcp.example.org", "m.example.org", 993, 0).Alias("m.example.org", Host, "127.0.0.1");
        Is(await RemoteExamination.Of(target: person, dns: alias).RunAsync("R04"), CheckStatus.Warn, "alias (CNAME)");
        FakeResolver none = new FakeResolver().Address("example.org", "127.0.0.1").Service("_imaps._tcp.example.org", "", 0, 0);
        Is(await RemoteExamination.Of(target: "example.org", dns: none).RunAsync("R04"), CheckStatus.Info, "there is no IMAP here");
        FakeResolver good = new FakeResolver().Address(Host, "127.0.0.1").Service("_imaps._tcp.example.org", Host, 993, 0);
        Is(await RemoteExamination.Of(target: person, dns: good).RunAsync("R04"), CheckStatus.Ok, "port 993");
        // The record belongs to the domain of the addresses, not to the host that was asked for.
        Finding host = await RemoteExamination.Of().RunAsync("R04");
        Is(host, CheckStatus.Info, "has no SRV record");
        Assert.Equal("_imaps._tcp.example.org. SRV 0 1 993 mail.example.org.", Assert.Single(host.Remedies).Command);
    }

    [Fact]
    public async Task R29_records_about_certificates()
    {
        await using FakeServer server = Secure().Start();
        FakeResolver wrong = new FakeResolver().Address(Host, "127.0.0.1").Set("_993._tcp." + Host, DnsType.Tlsa, new DnsRecord(DnsType.Tlsa, "3 1 1 " + new string('0', 64)));
        Is(await RemoteExamination.Of(imaps: server, dns: wrong).RunAsync("R29"), CheckStatus.Warn, "for another certificate");
        await using FakeServer authority = Secure(CertificateZoo.Intercepted("Let's Encrypt R3")).Start();
        FakeResolver forbids = new FakeResolver().Address(Host, "127.0.0.1").Set("example.org", DnsType.Caa, new DnsRecord(DnsType.Caa, "0 issue \"digicert.com\""));
        Is(await RemoteExamination.Of(imaps: authority, dns: forbids).RunAsync("R29"), CheckStatus.Warn, "CAA forbids");
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R29"), CheckStatus.Ok, "neither is published");
    }

    [Fact]
    public async Task R33_one_address_of_two_is_dead()
    {
        await using FakeServer server = Secure().Start();
        Is(await RemoteExamination.Of(imaps: server, dns: new FakeResolver().Address(Host, "127.0.0.1", "127.0.0.2")).RunAsync("R33"), CheckStatus.Warn, "127.0.0.2, one of 2 addresses");
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R33"), CheckStatus.Skipped, "there is one");
    }

    private const string Autoconfig = "<clientConfig><emailProvider id=\"x\"><incomingServer type=\"imap\"><hostname>{0}</hostname><port>{1}</port><socketType>{2}</socketType></incomingServer></emailProvider></clientConfig>";
    private const string Pox = "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\"><Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a\">"
        + "<Account><AccountType>email</AccountType><Action>settings</Action><Protocol><Type>SMTP</Type></Protocol><Protocol><Type>IMAP</Type><Server>{0}</Server><Port>{1}</Port>{2}</Protocol></Account></Response></Autodiscover>";
    private const string First = "https://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=a%40example.org";
    private const string Json = "https://autodiscover.example.org/autodiscover/autodiscover.json?Email=a%40example.org&Protocol=AutodiscoverV1";

    // A domain that serves these bodies, and nothing else; keys that begin with POST are asked so.
    private static async Task<Finding> SetUpAsync(FakeServer imaps, params (string Url, string Body)[] served)
    {
        Examination examination = RemoteExamination.Of(
            imaps: imaps, target: "a@example.org", dns: new FakeResolver().Address(Host, "127.0.0.1").Service("_imaps._tcp.example.org", Host, 993, 0).Service("_autodiscover._tcp.example.org", "out.example.org", 443, 0));
        string[] places = ["https://example.org/autodiscover/autodiscover.xml", "https://autodiscover.example.org/autodiscover/autodiscover.xml", "https://out.example.org/autodiscover/autodiscover.xml"];
        foreach ((string url, string body) in served)
        {
            await Know(examination, url, new WebAnswer(200, body, null, null));
        }
        foreach (string url in (string[])[First, "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml", Json, .. places.Select(p => "POST " + p)])
        {
            await Know(examination, url, new WebAnswer(404, null, null, null));
        }
        return await examination.RunAsync("R05");
    }

    [Theory]
    [InlineData(Host, "143", "plain", CheckStatus.Warn, "sends passwords readable")]
    [InlineData(Host, "993", "STARTTLS", CheckStatus.Warn, "993 goes with SSL")]
    [InlineData(Host, "143", "STARTTLS", CheckStatus.Warn, "and that port is closed")]
    [InlineData("gone.example.org", "993", "SSL", CheckStatus.Warn, "that name has no address")]
    [InlineData(Host, "993", "SSL", CheckStatus.Info, "No Autodiscover: Outlook guesses")]
    public async Task R05_autoconfig(string host, string port, string security, CheckStatus status, string words)
    {
        await using FakeServer imaps = Secure().Start();
        Is(await SetUpAsync(imaps, (First, string.Format(Invariant, Autoconfig, host, port, security))), status, words);
    }

    [Theory]
    [InlineData("143", "<SSL>off</SSL>", CheckStatus.Warn, "sends passwords readable")]
    [InlineData("143", "<SSL>on</SSL>", CheckStatus.Warn, "143 with STARTTLS")]
    [InlineData("993", "<Encryption>TLS</Encryption>", CheckStatus.Warn, "993 goes with SSL")]
    [InlineData("143", "<SSL>off</SSL><Encryption>TLS</Encryption>", CheckStatus.Warn, "and that port is closed")]
    [InlineData("993", "", CheckStatus.Info, "No autoconfig: Thunderbird and others guess")]
    public async Task R05_Autodiscover_as_Outlook_asks_it(string port, string security, CheckStatus status, string words)
    {
        await using FakeServer imaps = Secure().Start();
        string answer = string.Format(Invariant, Pox, Host, port, security);
        // By POST at the two usual places, at the one that SRV names, and where the JSON of the second version or a redirection leads.
        Is(await SetUpAsync(imaps, ("POST https://autodiscover.example.org/autodiscover/autodiscover.xml", answer)), status, words);
        Is(await SetUpAsync(imaps, ("POST https://out.example.org/autodiscover/autodiscover.xml", answer)), status, words);
        Is(await SetUpAsync(imaps, (Json, "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://x.example.net/a.xml\"}"), ("POST https://x.example.net/a.xml", answer)), status, words);
        Is(await SetUpAsync(imaps, ("POST https://example.org/autodiscover/autodiscover.xml", "<Autodiscover><Response><Account><RedirectUrl>https://x.example.net/a.xml</RedirectUrl></Account></Response></Autodiscover>"),
            ("POST https://x.example.net/a.xml", answer)), status, words);
    }

    [Fact]
    public async Task R05_answers_that_cannot_be_read_and_both_that_can()
    {
        await using FakeServer imaps = Secure().Start();
        Finding none = await SetUpAsync(imaps);
        Is(none, CheckStatus.Info, "Neither autoconfig nor Autodiscover");
        Assert.Equal(2, none.Remedies.Count);
        Is(await SetUpAsync(imaps, (First, "<clientConfig>")), CheckStatus.Warn, "cannot be read");
        Is(await SetUpAsync(imaps, (First, "<!DOCTYPE x [<!ENTITY a \"b\">]><clientConfig/>")), CheckStatus.Warn, "cannot be read");
        Is(await SetUpAsync(imaps, ("POST https://example.org/autodiscover/autodiscover.xml", "<html>")), CheckStatus.Warn, "cannot be read");
        Is(await SetUpAsync(imaps, (Json, "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"http://x.example.net/a.xml\"}")), CheckStatus.Warn, "leads to http://x.example.net");
        Is(await SetUpAsync(imaps, (Json, "<html>a page of the web server's own</html>")), CheckStatus.Info, "Neither autoconfig nor Autodiscover");
        (string, string) thunderbird = (First, string.Format(Invariant, Autoconfig, Host, "993", "SSL"));
        Is(await SetUpAsync(imaps, thunderbird, ("POST https://example.org/autodiscover/autodiscover.xml", string.Format(Invariant, Pox, Host, "993", "<SSL>on</SSL>"))), CheckStatus.Ok, "mail.example.org port 993 SSL");
        // Exchange offers protocols of its own.
        Is(await SetUpAsync(imaps, thunderbird, ("POST https://example.org/autodiscover/autodiscover.xml", "<Autodiscover><Response><Account><Protocol><Type>EXCH</Type></Protocol></Account></Response></Autodiscover>")), CheckStatus.Ok, "port 993 SSL");
    }
}
