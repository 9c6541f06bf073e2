using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>STARTTLS (RFC 9051 section 6.2.1). The session does the handshake after the OK.</summary>
internal static class StartTlsHandler
{
    public static CommandResult Run(ImapSession session) => session.Pipe.IsSecure
        ? CommandResult.Bad("TLS is on already")
        : CommandResult.Ok("Begin TLS now");
}
