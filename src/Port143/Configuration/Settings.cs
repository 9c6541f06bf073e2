using Microsoft.Extensions.Logging;
using Port143.Server;
using Port143.Server.Tls;
using Port143.Server.Tls.Acme;
using Port143.Storage;

namespace Port143.Configuration;

/// <summary>What file, environment and command line say together; immutable. The defaults are the ones that ship.</summary>
internal sealed record Settings
{
    /// <summary>What the server is told.</summary>
    public required ServerOptions Server { get; init; }

    /// <summary>The certificate's path; null for the data folder's own.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>The private key's path; null for the data folder's own.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Further certificates, for the names that they contain.</summary>
    public IReadOnlyList<CertificateFiles> MoreCertificates { get; init; } = [];

    /// <summary>How certificates are got from an authority.</summary>
    public AcmeOptions Acme { get; init; } = new();

    /// <summary>The path of the authorities of client certificates, or null.</summary>
    public string? ClientCa { get; init; }

    /// <summary>As whom client certificates sign in.</summary>
    public IReadOnlyList<ClientCertificateRule> ClientAccounts { get; init; } = [];

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How it is written.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>Whether flag changes wait for the disk.</summary>
    public bool StrictFlags { get; init; }

    /// <summary>What accounts may use that have no limits of their own.</summary>
    public QuotaLimits Quota { get; init; } = QuotaLimits.None;

    /// <summary>What the doctor is told.</summary>
    public DoctorSettings Doctor { get; init; } = new();

    /// <summary>The defaults for a data folder, a full path.</summary>
    public static Settings For(string dataFolder) => new() { Server = new ServerOptions { DataFolder = dataFolder } };
}
