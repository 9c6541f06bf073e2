using System.Diagnostics;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>Connect, sign in, sign out, sixteen at a time, in the clear and with a full TLS 1.3 handshake.</summary>
internal sealed class LoginWorkload : IWorkload
{
    private const int Clients = 16;

    public string Name => "W11";

    public string Description => "login and logout, in the clear and TLS 1.3";

    public void Run(LoadRun run)
    {
        // The first login of an account may cost a password hash, which servers then remember for a while.
        Crowd.Run(4, worker =>
        {
            for (int account = 1 + worker; account <= run.Target.Accounts; account += 4)
            {
                run.Open(account).Logout();
            }
        });
        foreach (bool tls in (bool[])[false, true])
        {
            Storm(run, tls, 0.5, report: false);
            Storm(run, tls, run.Scale.LoginSeconds, report: true);
        }
    }

    private static void Storm(LoadRun run, bool tls, double seconds, bool report)
    {
        var all = new Latencies();
        var meter = new Meter(run.Target.Processes);
        Crowd.Run(
            Clients,
            client =>
            {
                var own = new Latencies();
                var elapsed = Stopwatch.StartNew();
                for (int i = client; elapsed.Elapsed.TotalSeconds < seconds; i += Clients)
                {
                    own.Time(() =>
                    {
                        using ImapConnection connection = run.Open(1 + i % run.Target.Accounts, tls);
                        connection.Logout();
                    });
                }
                all.Add(own);
            },
            meter.Start);
        meter.Stop();
        if (report)
        {
            run.Report(tls ? "W11 login tls" : "W11 login clear", meter, all.Count, 0, all);
        }
    }
}
