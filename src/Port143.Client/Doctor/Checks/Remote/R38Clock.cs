using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R38: this machine's clock is right; certificates and one-time codes depend on it.</summary>
internal sealed class R38Clock() : DoctorCheck("R38", "this machine's clock", CheckGroup.System, "R01")
{
    private const int Worth = 30;
    private const int Grave = 90;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        int port = examination.Options.Ports.Https;
        if ((await examination.PortAsync(host.Addresses[0], port, cancel).ConfigureAwait(false)).State == PortState.Open)
        {
            WebAnswer answer = await examination.WebAsync(port == 443 ? $"https://{host.Name}/" : $"http://{host.Name}:{port}/", cancel).ConfigureAwait(false);
            if (answer.Date is { } date)
            {
                return Compare(examination.Time.GetUtcNow() - date, "the web server's Date");
            }
        }
        // A certificate that is not valid yet is one that was made in this clock's future.
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls?.Certificate?.NotBefore.ToUniversalTime() > examination.Time.GetUtcNow().UtcDateTime) is { } early)
        {
            return Compare(examination.Time.GetUtcNow() - new DateTimeOffset(early.Tls!.Certificate!.NotBefore.ToUniversalTime()), "the certificate's first day");
        }
        return Finding.Skipped("nothing here tells the time to compare with");
    }

    private static Finding Compare(TimeSpan difference, string with)
    {
        double seconds = Math.Abs(difference.TotalSeconds);
        string text = seconds < 120 ? $"{seconds:F0} s" : seconds < 7200 ? $"{seconds / 60:F0} min" : seconds < 172800 ? $"{seconds / 3600:F0} h" : $"{seconds / 86400:F0} days";
        if (seconds <= Worth)
        {
            return Finding.Ok($"within {text} of {with}");
        }
        string message = $"This machine's clock is {text} {(difference < TimeSpan.Zero ? "slow" : "fast")}: certificates and codes may be refused.";
        return (seconds > Grave ? Finding.Fail(message) : Finding.Warn(message)).Because($"compared with {with}").Do("Let it be set over the network.", "timedatectl set-ntp true");
    }
}
