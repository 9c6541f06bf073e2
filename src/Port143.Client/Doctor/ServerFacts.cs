using System.Net;

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

    /// <summary>How many IMAP connections are served at once at the most.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Where the log is, when it goes to a file; null for the journal.</summary>
    public string? LogFile { get; init; }

    /// <summary>Where the signed index of versions is; null when updates are not asked for.</summary>
    public string? UpdateIndex { get; init; }

    /// <summary>The folder that stands for <c>/</c> when files of the system are read (<c>/proc</c>, <c>/etc</c>); another one in tests.</summary>
    public string SystemRoot { get; init; } = "/";
}
