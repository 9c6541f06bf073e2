namespace Port143.Client.Doctor;

/// <summary>One thing to do about a finding.</summary>
/// <param name="Text">What to do, for a person.</param>
/// <param name="Command">A shell command that does it, or a line of a configuration or of DNS, complete and ready to paste; null when there is none.</param>
/// <param name="Url">Where more is said; null when nowhere.</param>
public sealed record Remedy(string Text, string? Command = null, string? Url = null)
{
    // The programs that remedies name; what begins with anything else is a line for a file.
    private static readonly HashSet<string> Programs = new(
        "apt cat certbot chmod chown cp curl dig dmesg docker du firewall-cmd fuser getent ip iptables ip6tables iostat journalctl ls mtr nft openssl port143 postconf postmap printf sqlite3 ss sysctl systemctl timedatectl top ufw update-crypto-policies whois".Split(' '),
        StringComparer.Ordinal);

    // Words that stand for something only the reader knows.
    private static readonly string[] Placeholders = ["DIR", "HOST", "NAME", "FILE", "USER"];

    /// <summary>Whether <see cref="Command"/> is one for a shell, and not a line of a configuration or of DNS.</summary>
    public bool IsShell => Command is { } command && Programs.Contains(command.Split(' ')[0]);

    /// <summary>Whether <see cref="Command"/> can be run as it stands: a shell command without a word to fill in.</summary>
    public bool IsComplete => IsShell && !Command!.Contains("example.org", StringComparison.Ordinal) && !Command.Split(' ', ';').Any(Placeholders.Contains);

    /// <summary>Whether <c>--fix --apply</c> may run <see cref="Command"/>: it changes only this machine and can be undone.</summary>
    public bool MayApply { get; init; }
}
