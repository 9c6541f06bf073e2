namespace Port143.Configuration;

/// <summary>What <c>port143 doctor --server</c> is told; the server itself reads none of it.</summary>
internal sealed record DoctorSettings
{
    /// <summary>The address of the signed index of versions; null asks nobody.</summary>
    public string? Updates { get; init; }

    /// <summary>The public key of the index, a SubjectPublicKeyInfo of ECDSA P-256 in base64.</summary>
    public string? UpdatesKey { get; init; }

    /// <summary>The folder where backups are put; null when none is watched.</summary>
    public string? Backups { get; init; }
}
