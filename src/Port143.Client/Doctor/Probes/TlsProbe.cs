using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Client.Doctor.Probes;

/// <summary>
/// Does a handshake that accepts every certificate, so that it can be looked at: whether it deserves trust is said by the
/// checks, and no password is sent before they agree.
/// </summary>
public static class TlsProbe
{
    /// <summary>Lays TLS over a stream; the stream of the result is null when there is no TLS.</summary>
    /// <param name="inner">The connection; it belongs to the TLS stream afterwards.</param>
    /// <param name="name">The server's name for SNI; null sends none.</param>
    /// <param name="alpn">The application protocol to offer; null offers none, as mail clients do.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<(TlsReport Report, SslStream? Stream)> StartAsync(
        Stream inner, string? name, string? alpn, TimeSpan limit, CancellationToken cancel)
    {
        X509Certificate2? certificate = null;
        List<X509Certificate2> sent = [];
        var tls = new SslStream(inner, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name ?? "",
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, leaf, chain, _) =>
            {
                if (leaf is not null)
                {
                    certificate = X509CertificateLoader.LoadCertificate(leaf.GetRawCertData());
                }
                if (chain is not null)
                {
                    sent = [.. chain.ChainPolicy.ExtraStore.Select(c => X509CertificateLoader.LoadCertificate(c.RawData))];
                }
                return true;
            },
        };
        if (alpn is not null)
        {
            options.ApplicationProtocols = [new SslApplicationProtocol(alpn)];
        }
        var watch = Stopwatch.StartNew();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit);
        try
        {
            await tls.AuthenticateAsClientAsync(options, timeout.Token).ConfigureAwait(false);
            return (new TlsReport
            {
                Succeeded = true, Protocol = tls.SslProtocol, CipherSuite = tls.NegotiatedCipherSuite, Certificate = certificate,
                Sent = WithoutLeaf(sent, certificate), Alpn = tls.NegotiatedApplicationProtocol.ToString(), Elapsed = watch.Elapsed,
            }, tls);
        }
        catch (Exception error) when (error is AuthenticationException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            return (new TlsReport
            {
                Certificate = certificate, Sent = WithoutLeaf(sent, certificate), Elapsed = watch.Elapsed,
                Error = error is OperationCanceledException ? "no answer in time" : Innermost(error),
            }, null);
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The words that tell something stand deepest.
    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }
        return error.Message;
    }

    private static IReadOnlyList<X509Certificate2> WithoutLeaf(List<X509Certificate2> sent, X509Certificate2? leaf) =>
        [.. sent.Where(c => leaf is null || !c.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))];
}
