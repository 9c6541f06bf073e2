using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// EXTERNAL (RFC 4422 appendix A): the client has shown who it is already, by a certificate in the TLS handshake.
/// </summary>
internal sealed class ExternalMechanism(SaslContext context) : ISaslMechanism
{
    /// <summary>Its name.</summary>
    public const string Name = "EXTERNAL";

    /// <inheritdoc/>
    public SaslStep Begin() => SaslStep.Ask([]);

    // message = [authzid]
    /// <inheritdoc/>
    public async ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel)
    {
        AccountAddress account = context.CertificateAccount!;
        return response.IsEmpty || AccountAddress.TryCreate(response.Span, out AccountAddress? named, out _) && named.Equals(account)
            ? SaslStep.Done(await context.Authenticator.AdmitAsync(account, "certificate", false, context.Client, cancel).ConfigureAwait(false))
            : SaslStep.Fail(SaslFailure.ActsForAnother);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
