using System.Collections.Concurrent;
using System.Net.Security;

namespace Port143.Server.Tls;

/// <summary>The certificates that prove to an authority that this server answers for a name (RFC 8737). Thread-safe.</summary>
internal sealed class ChallengeCertificates
{
    private readonly ConcurrentDictionary<string, SslStreamCertificateContext> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The proof for a host name, or null.</summary>
    public SslStreamCertificateContext? Find(string? name) =>
        name is not null && _byName.TryGetValue(name, out SslStreamCertificateContext? found) ? found : null;

    /// <summary>Answers for a name until <see cref="Remove"/>.</summary>
    public void Add(string name, SslStreamCertificateContext proof) => _byName[name] = proof;

    /// <summary>Answers no longer.</summary>
    public void Remove(string name) => _byName.TryRemove(name, out _);
}
