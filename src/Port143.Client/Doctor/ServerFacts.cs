using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor;

/// <summary>What the program tells the doctor of the server on this machine: its configuration as it was read.</summary>
public sealed record ServerFacts
{
    /// <summary>The data folder, a full path; it need not exist.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The configuration file, a full path; it need not exist.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>What is wrong with the configuration, one sentence with its place for each.</summary>
    public IReadOnlyList<string> ConfigurationFindings { get; init; } = [];

    /// <summary>The listeners that are on.</summary>
    public IReadOnlyList<ServerListener> Listeners { get; init; } = [];

    /// <summary>The certificate's file.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>Its key's file.</summary>
    public required string KeyFile { get; init; }

    /// <summary>How the server gets its certificate from an authority; null: it gets none by itself.</summary>
    public CertificateRenewal? Renewal { get; init; }

    /// <summary>How many IMAP connections are served at once at the most.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Where the log is, when it goes to a file; null for the journal.</summary>
    public string? LogFile { get; init; }

    /// <summary>Where the signed index of versions is; null when updates are not asked for.</summary>
    public string? UpdateIndex { get; init; }

    /// <summary>The public key that must have signed the index: a SubjectPublicKeyInfo of ECDSA P-256 in base64; null without one.</summary>
    public string? UpdateKey { get; init; }

    /// <summary>The version that runs here.</summary>
    public string Version { get; init; } = "0";

    /// <summary>The folder where backups of the data folder are put; null when none is named.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>Programs of the system that tell something.</summary>
    public ISystemCommands Commands { get; init; } = new SystemCommands();

    /// <summary>The addresses of this machine that are not loopback; null for what its interfaces have.</summary>
    public IReadOnlyList<IPAddress>? OwnAddresses { get; init; }

    /// <summary>What the kernel says of its clock.</summary>
    public Func<KernelClock?> Clock { get; init; } = KernelClock.Read;

    /// <summary>The folder that stands for <c>/</c> when files of the system are read (<c>/proc</c>, <c>/etc</c>); another one in tests.</summary>
    public string SystemRoot { get; init; } = "/";
}
