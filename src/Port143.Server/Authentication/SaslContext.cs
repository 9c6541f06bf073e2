using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// What a mechanism may know of the connection and the server. It is made once for a connection and once more after STARTTLS,
/// so what is announced stays true.
/// </summary>
internal sealed record SaslContext
{
    /// <summary>Who decides.</summary>
    public required Authenticator Authenticator { get; init; }

    /// <summary>Who signs in.</summary>
    public required ClientInfo Client { get; init; }

    /// <summary>Whether SCRAM is offered.</summary>
    public bool OffersScram { get; init; }

    /// <summary>The channel binding <c>tls-server-end-point</c> of the connection; null when it has none.</summary>
    public byte[]? EndPoint { get; init; }

    /// <summary>Whether SCRAM can be bound to the channel.</summary>
    public bool OffersPlus => OffersScram && EndPoint is not null;

    /// <summary>Who looks at tokens; null when none are accepted.</summary>
    public TokenValidator? Tokens { get; init; }

    /// <summary>The account of the certificate that the client showed, or null.</summary>
    public AccountAddress? CertificateAccount { get; init; }

    /// <summary>The account that anybody may read, or null.</summary>
    public AccountAddress? AnonymousAccount { get; init; }
}
