using System.Net;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks of ports and the way to them, each with the fault that it is for, and without.</summary>
public sealed class RemotePortTests : RemoteChecks
{
    [Fact]
    public async Task R06_a_closed_993_and_an_open_one()
    {
        await using FakeServer imaps = Secure().Start();
        Is(await RemoteExamination.Of().RunAsync("R06"), CheckStatus.Fail, "no program listens on this port");
        Is(await RemoteExamination.Of(imaps: imaps).RunAsync("R06"), CheckStatus.Ok, "open at 127.0.0.1");
    }

    [Fact]
    public async Task R07_a_closed_143_harms_nobody_where_993_works()
    {
        await using FakeServer imap = Plain().Start();
        await using FakeServer imaps = Secure().Start();
        Is(await RemoteExamination.Of(imaps: imaps).RunAsync("R07"), CheckStatus.Info, "That is fine");
        Is(await RemoteExamination.Of().RunAsync("R07"), CheckStatus.Fail, "no program listens");
        Is(await RemoteExamination.Of(imap, imaps).RunAsync("R07"), CheckStatus.Ok, "open");
    }

    [Fact]
    public async Task R08_an_open_585()
    {
        await using FakeServer old = Secure().Start();
        Is(await RemoteExamination.Of(change: o => o with { Ports = o.Ports with { Imaps585 = old.Port } }).RunAsync("R08"), CheckStatus.Info, "abandoned number");
        Is(await RemoteExamination.Of().RunAsync("R08"), CheckStatus.Ok, "not in use");
    }

    [Theory]
    [InlineData(PortState.Filtered, PortState.Open, CheckStatus.Fail, "a network on the way blocks mail")]
    [InlineData(PortState.Filtered, PortState.Filtered, CheckStatus.Warn, "Nothing of this host answers")]
    [InlineData(PortState.Closed, PortState.Open, CheckStatus.Ok, "nothing says")]
    [InlineData(PortState.Open, PortState.Open, CheckStatus.Ok, "it does")]
    public async Task R09_where_packets_vanish(PortState mail, PortState web, CheckStatus status, string words)
    {
        Examination examination = RemoteExamination.Of();
        MailPorts ports = examination.Options.Ports;
        foreach ((int port, PortState state) in ((int, PortState)[])[(ports.Imap, mail), (ports.Imaps, mail), (ports.Smtp, mail), (ports.Https, web)])
        {
            var endpoint = new IPEndPoint(IPAddress.Loopback, port);
            await Know(examination, endpoint.ToString(), new PortReport(endpoint, state, TimeSpan.FromSeconds(1)));
        }
        Is(await examination.RunAsync("R09"), status, words);
    }

    [Fact]
    public async Task R10_and_R11_a_good_line_and_one_that_swallows_large_packets()
    {
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R10"), CheckStatus.Ok, "none in 5 connections");
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R11"), CheckStatus.Ok, "");
        await using FakeServer hole = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), SwallowsBeyond = 2000 }.Start();
        Is(await RemoteExamination.Of(imaps: hole).RunAsync("R11"), CheckStatus.Warn, "large ones disappear");
    }
}
