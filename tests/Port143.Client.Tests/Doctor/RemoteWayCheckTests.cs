using System.Net;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks R41 to R45, and a server that has no fault at all.</summary>
public sealed class RemoteWayCheckTests : RemoteChecks
{
    [Fact]
    public async Task R41_two_answers_for_one_name()
    {
        Func<ExaminationOptions, ExaminationOptions> Here(string address) => o => o with { LocalNames = (_, _) => Task.FromResult(new[] { IPAddress.Parse(address) }) };
        Is(await RemoteExamination.Of(change: Here("10.0.0.5")).RunAsync("R41"), CheckStatus.Warn, "On this machine mail.example.org is 10.0.0.5, in DNS 127.0.0.1");
        Is(await RemoteExamination.Of(change: Here("127.0.0.1")).RunAsync("R41"), CheckStatus.Ok, "127.0.0.1");
        Is(await RemoteExamination.Of(target: "127.0.0.1", change: Here("127.0.0.1")).RunAsync("R41"), CheckStatus.Skipped, "an address was asked for");
    }

    [Fact]
    public async Task R42_a_network_that_wants_a_sign_in_first()
    {
        FakeResolver lies = new FakeResolver().Address(Host, "127.0.0.1").Address("port143-doctor.invalid", "10.9.9.9");
        Is(await RemoteExamination.Of(dns: lies).RunAsync("R42"), CheckStatus.Warn, "a name that cannot exist is 10.9.9.9");
        Examination portal = RemoteExamination.Of();
        var web = new IPEndPoint(IPAddress.Loopback, portal.Options.Ports.Http);
        await Know(portal, web.ToString(), new PortReport(web, PortState.Open, TimeSpan.Zero));
        await Know(portal, $"http://{web}/", new WebAnswer(511, null, null, null));
        Is(await portal.RunAsync("R42"), CheckStatus.Warn, "captive portal");
        Is(await RemoteExamination.Of().RunAsync("R42"), CheckStatus.Ok, "DNS invents nothing");
    }

    [Fact]
    public async Task R43_where_nothing_stops()
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned() }.Start();
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R43"), CheckStatus.Ok, "nowhere");
        Is(await RemoteExamination.Of().RunAsync("R43"), CheckStatus.Skipped, "the host itself answers");
        Assert.Equal(RouteHopState.Answered, Assert.Single(await RouteProbe.TraceAsync(new IPEndPoint(IPAddress.Loopback, server.Port), TimeSpan.FromSeconds(1), Cancel)).State);
    }

    public static TheoryData<string, string, string, string, string> Contradictory => new()
    {
        { "* 3 EXISTS\r\n* OK [UIDNEXT 4] n", "* SEARCH 1 2 3", "* LIST () \"/\" INBOX", "{10}\r\n0123456789", "no UIDVALIDITY" },
        { "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] v\r\n* OK [UIDNEXT 3] n", "* SEARCH 1 2 3", "* LIST () \"/\" INBOX", "{10}\r\n0123456789", "UIDNEXT is 3, and there is a UID 3" },
        { "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] v", "* SEARCH 1 2", "* LIST () \"/\" INBOX", "{10}\r\n0123456789", "EXISTS says 3 messages, SEARCH finds 2" },
        { "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] v", "* SEARCH 1 2 2", "* LIST () \"/\" INBOX", "{10}\r\n0123456789", "the same UID is there twice" },
        { "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] v", "* SEARCH 1 2 3", "* LIST () \"/\" Other", "{10}\r\n0123456789", "LIST does not name INBOX" },
        { "* 3 EXISTS\r\n* OK [UIDVALIDITY 1] v", "* SEARCH 1 2 3", "* LIST () \"/\" INBOX", "{4}\r\n0123", "RFC822.SIZE 10 and 4 octets" },
    };

    [Theory]
    [MemberData(nameof(Contradictory))]
    public async Task R44_mailboxes_that_contradict_themselves(string selected, string uids, string list, string body, string words)
    {
        await using FakeServer server = new FakeServer
        {
            ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Selected = selected, AllUids = uids, Mailboxes = list, LastMessage = $"* 3 FETCH (BODY[] {body})",
        }.Start();
        Is(await SignedIn(server).RunAsync("R44"), CheckStatus.Warn, words);
    }

    [Fact]
    public async Task R44_mailboxes_that_fit_together()
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned() }.Start();
        Is(await SignedIn(server).RunAsync("R44"), CheckStatus.Ok, "INBOX has 3 messages");
    }

    [Theory]
    [InlineData("IMAP4rev1 LOGINDISABLED", CheckStatus.Fail, "offers no way to sign in")]
    [InlineData("IMAP4rev1 STARTTLS AUTH=PLAIN", CheckStatus.Warn, "offers STARTTLS once more")]
    [InlineData("AUTH=PLAIN", CheckStatus.Warn, "neither IMAP4rev1 nor IMAP4rev2")]
    [InlineData("IMAP4rev1 AUTH=PLAIN AUTH=LOGIN", CheckStatus.Ok, "LOGIN, PLAIN")]
    public async Task R45_capabilities_without_sense(string capabilities, CheckStatus status, string words)
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), CapabilitiesBehindTls = capabilities }.Start();
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R45"), status, words);
    }
}
