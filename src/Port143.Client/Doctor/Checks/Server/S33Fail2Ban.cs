using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S33: where fail2ban watches this machine, it watches Port143 too.</summary>
internal sealed class S33Fail2Ban() : DoctorCheck("S33", "fail2ban", CheckGroup.System)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        CommandOutput? status = await examination.Server.Commands.RunAsync("fail2ban-client", ["status"], cancel).ConfigureAwait(false);
        if (status is not { ExitCode: 0 })
        {
            return Finding.Ok("it does not run; the server slows guessers down by itself");
        }
        string jails = status.Lines.FirstOrDefault(l => l.Contains("Jail list:", StringComparison.Ordinal)) ?? "";
        return jails.Contains("port143", StringComparison.Ordinal) ? Finding.Ok("has a jail for Port143")
            : Finding.Info("fail2ban runs and has no jail for Port143.").Because("it blocks guessers of other services, and not those of mail")
                .Do(
                    "Make a filter and a jail.",
                    @"printf '[Definition]\nfailregex = sign-in refused: ip=<HOST> \n' > /etc/fail2ban/filter.d/port143.conf; printf '[port143]\nenabled = true\nbackend = systemd\njournalmatch = _SYSTEMD_UNIT=port143.service\nport = 143,993\n' > /etc/fail2ban/jail.d/port143.conf; fail2ban-client reload");
    }
}
