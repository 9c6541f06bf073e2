using Port143.Client.Doctor.Checks.Remote;
using Port143.Client.Doctor.Checks.Server;

namespace Port143.Client.Doctor;

/// <summary>The registry: every check there is. A check stands behind those it depends on.</summary>
public static class DoctorChecks
{
    /// <summary>The checks of a server from outside.</summary>
    public static IReadOnlyList<DoctorCheck> Remote { get; } =
    [
        new R01NameExists(),
        new R02Ipv6Answers(),
        new R03PublicAddress(),
        new R04ServiceRecords(),
        new R05AutoConfiguration(),
        new R06Port993(),
        new R07Port143(),
        new R08Port585(),
        new R09Vantage(),
        new R10PacketLoss(),
        new R11MtuBlackHole(),
        new R12Greeting(),
        new R13WrongService(),
        new R14ModesSwapped(),
        new R18StartTlsWorks(),
        new R15Interception(),
        new R16StartTlsOffered(),
        new R17StartTlsStripped(),
        new R19StartTlsInjection(),
        new R20LoginDisabled(),
        new R21LoginBeforeTls(),
        new R22ChainComplete(),
        new R23CertificateName(),
        new R24CertificateExpiry(),
        new R25SameCertificate(),
        new R26KeyStrength(),
        new R27TlsVersions(),
        new R28WeakSuites(),
        new R29CaaAndTlsa(),
        new R30ServerName(),
        new R31Alpn(),
        new R32Latency(),
        new R33EveryAddress(),
        new R34SignIn(),
        new R35UsefulCapabilities(),
        new R36RoundTrip(),
        new R37IdleLifetime(),
        new R38Clock(),
        new R39KnownVulnerable(),
        new R40ClientSettings(),
    ];

    /// <summary>The checks of the server on this machine.</summary>
    public static IReadOnlyList<DoctorCheck> Server { get; } =
    [
        new S01Configuration(),
        new S03ListeningSockets(),
        new S04BindAddress(),
        new S08BindRights(),
        new S09CertificateFiles(),
        new S10CertificateInUse(),
        new S14DiskSpace(),
        new S16FileSystem(),
        new S17OpenFiles(),
        new S18Memory(),
        new S19KernelQueues(),
        new S22Permissions(),
    ];
}
