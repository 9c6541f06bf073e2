using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Client.Doctor;

/// <summary>How to examine.</summary>
public sealed record ExaminationOptions
{
    /// <summary>Whether the person who asks says that the server is theirs: allows what a mail client would not do.</summary>
    public bool IOwnThis { get; init; }

    /// <summary>Whether checks that take minutes run too.</summary>
    public bool Long { get; init; }

    /// <summary>Whether every message is read and compared (<c>--deep</c>).</summary>
    public bool Deep { get; init; }

    /// <summary>The DNS server to ask; null for those of this machine.</summary>
    public IPEndPoint? Resolver { get; init; }

    /// <summary>How programs on this machine look a name up; another way in tests.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> LocalNames { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The ids of the checks to run, with those they depend on; empty for all.</summary>
    public IReadOnlySet<string> Only { get; init; } = new HashSet<string>();

    /// <summary>How long one check may take, unless it is a long one.</summary>
    public TimeSpan CheckLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long all of it may take, unless long checks run.</summary>
    public TimeSpan TotalLimit { get; init; } = TimeSpan.FromSeconds(14);

    /// <summary>How long a connection may take before its port counts as filtered.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Authorities that are trusted besides those of this machine (<c>--ca</c>); null for none.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The ports; others than the registered ones for a trial server.</summary>
    public MailPorts Ports { get; init; } = new();

    /// <summary>The account to sign in with, and its password; null without.</summary>
    public SignInCredentials? SignIn { get; init; }

    /// <summary>Whether a canary message may be left in INBOX for a moment (R36).</summary>
    public bool MayAppend { get; init; }
}
