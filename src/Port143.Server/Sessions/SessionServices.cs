using Microsoft.Extensions.Logging;
using Port143.Server.Authentication;
using Port143.Server.Commands.Fetch;
using Port143.Server.Tls;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Sessions;

/// <summary>What all sessions share.</summary>
internal sealed record SessionServices(
    ServerOptions Options,
    IMailStorage Storage,
    MailboxIndexes Indexes,
    IDirectory Directory,
    Authenticator Authenticator,
    CertificateStore Certificates,
    AccountSessions AccountSessions,
    TokenValidator? Tokens,
    MetadataWatch MetadataWatch,
    ILogger Log,
    TimeProvider Time)
{
    /// <summary>Keys for URLs that were reset.</summary>
    public UrlKeyResets UrlKeyResets { get; } = new();

    /// <summary>The header fields that were asked for lately.</summary>
    public HeaderFieldCache HeaderFields { get; } = new();
}
