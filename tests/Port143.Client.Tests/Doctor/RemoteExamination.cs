using System.Net;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>Examines fake servers that stand for mail.example.org.</summary>
internal static class RemoteExamination
{
    public const string Host = "mail.example.org";

    /// <summary>A port on loopback where nothing listens.</summary>
    public static int ClosedPort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public static Examination Of(
        FakeServer? imap = null, FakeServer? imaps = null, string target = Host, FakeResolver? dns = null, Func<ExaminationOptions, ExaminationOptions>? change = null,
        TimeProvider? time = null)
    {
        Assert.True(ExaminationTarget.TryParse(target, out ExaminationTarget? parsed, out string? error), error);
        var options = new ExaminationOptions
        {
            Resolver = new IPEndPoint(IPAddress.Loopback, 1), // /etc/hosts is not asked
            ConnectLimit = TimeSpan.FromSeconds(1),
            Ports = new MailPorts(imap?.Port ?? ClosedPort(), imaps?.Port ?? ClosedPort(), ClosedPort(), ClosedPort(), ClosedPort(), ClosedPort()),
        };
        return new Examination(parsed, change?.Invoke(options) ?? options, dns ?? new FakeResolver().Address(Host, "127.0.0.1"), time ?? TimeProvider.System);
    }

    /// <summary>Runs one check with all that it depends on, and gives its finding.</summary>
    public static async Task<Finding> RunAsync(this Examination examination, string id)
    {
        DoctorCheck check = DoctorChecks.Remote.Single(c => c.Id == id);
        return await check.RunAsync(examination, TestContext.Current.CancellationToken);
    }
}
